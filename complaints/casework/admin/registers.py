"""The register of accounts: staff and interlocutors, made without a password and invited by mail."""

from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import CASEWORKERS, DESK, Role
from complaints.casework.admin.lists import ListAdmin, yes_or_no

WITH_UNIT = CASEWORKERS - {Role.SUPERVISOR}


class AccountForm(forms.ModelForm):
    """Role and unit fit each other; the desk opens by the role."""

    language = forms.ChoiceField(label=_("language"), choices=settings.LANGUAGES)

    class Meta:
        model = User
        fields = ("email", "name", "role", "unit", "language", "is_active")

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This address already has an account."))
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("role") in WITH_UNIT and not cleaned.get("unit"):
            self.add_error("unit", _("Choose the unit in which this person works."))
        return cleaned


@admin.register(User)
class AccountAdmin(ListAdmin):
    """Staff and interlocutors. Complainants' own accounts are theirs and are not listed."""

    form = AccountForm
    list_display = ("email", "name", "role", "unit", yes_or_no("is_active", _("active")), "last_login")
    list_filter = ("role", "is_active")
    list_select_related = ("unit",)
    search_fields = ("email", "name")
    actions = ("invite_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).exclude(role=Role.CITIZEN)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "role":
            kwargs["choices"] = [choice for choice in Role.choices if choice[0] != Role.CITIZEN]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody closes his own account."""
        own = obj is not None and obj.pk == request.user.pk
        return tuple(name for name in AccountForm.Meta.fields if not (own and name == "is_active"))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody gives himself another role, and an address once proved is not changed here: a new account is made."""
        if obj is None:
            return ()
        return ("email", "role", "unit") if obj.pk == request.user.pk else ("email",)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.is_staff = obj.role in DESK
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not change:
            EmailAddress.objects.create(user=obj, email=obj.email, primary=True, verified=True)
            invite(request, obj)
            messages.info(request, _("An invitation to choose a password was sent to this address."))

    @admin.action(description=_("Send the invitation again"))
    def invite_again(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset.filter(is_active=True):
            invite(request, user)
        messages.info(request, _("The invitations were sent."))


def invite(request: HttpRequest, user: User) -> None:
    """Sends the mail with which a person chooses a password; nobody types or knows another's."""
    form = ResetPasswordForm(data={"email": user.email})
    if form.is_valid():
        with translation.override(user.language or settings.LANGUAGE_CODE):
            form.save(request)
