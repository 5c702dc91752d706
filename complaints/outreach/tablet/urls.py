"""The addresses of the tablet. None holds a key of a person or a file: who is being helped, the open day says."""

from django.urls import path

from complaints.outreach.tablet.views import day, people, signing, turn, writing

app_name = "tablet"
urlpatterns = [
    path("", day.home, name="home"),
    path("open/", day.open_device, name="open"),
    path("call/", day.call, name="call"),
    path("begin/", day.begin, name="begin"),
    path("unlock/", day.unlock, name="unlock"),
    path("lock/", day.lock, name="lock"),
    path("here/", day.touch, name="touch"),
    path("end/", day.end, name="end"),
    path("person/", people.person, name="person"),
    path("answers/", people.answers, name="answers"),
    path("person/finish/", people.finish, name="finish"),
    path("person/otherwise/", people.otherwise, name="otherwise"),
    path("person/nobody/", people.nobody, name="nobody"),
    path("person/left/", people.wiped_page, name="wiped"),
    path("guide/", people.guide, name="guide"),
    path("guide/result/", people.result, name="result"),
    path("question/", people.question, name="question"),
    path("complaint/", writing.write, name="write"),
    path("complaint/check/", writing.check, name="check"),
    path("complaint/papers/add/", writing.add_paper, name="paper_add"),
    path("complaint/papers/<int:number>/", writing.paper, name="paper"),
    path("complaint/papers/<int:number>/remove/", writing.remove_paper, name="paper_remove"),
    path("complaint/<slug:part>/", writing.form_page, name="page"),
    path("turn/card/", turn.card, name="card"),
    path("turn/card.pdf", turn.card_pdf, name="card_pdf"),
    path("turn/question/", turn.asked, name="asked"),
    path("turn/account/", signing.read, name="read"),
    path("turn/account.pdf", signing.account_pdf, name="account_pdf"),
    path("turn/sign/", signing.sign, name="sign"),
    path("turn/sign/figures/", signing.send_figures, name="figures"),
    path("turn/declare/", signing.declare, name="declare"),
    path("turn/over/", turn.over, name="over"),
    path("turn/code/", turn.code, name="code"),
    path("turn/code/mail/", turn.mail_code, name="mail_code"),
    path("turn/receipt.pdf", turn.receipt, name="receipt"),
    path("turn/phone/", turn.phone, name="phone"),
    path("turn/phone/state/", turn.phone_state, name="phone_state"),
    path("turn/phone/stay/", turn.stay_here, name="stay_here"),
    path("turn/qr.svg", turn.qr, name="qr"),
]
