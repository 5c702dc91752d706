// The fields of a form that is kept as it is written: read, filled, shown in words. Also of a form of another page (stand/turn.js).

export const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

// What stands in a box is taken out, and these come in. (`replaceChildren` came with Chrome 86.)
export function replace(box, ...children) {
  box.textContent = "";
  box.append(...children);
}

export const button = (words, kind, press) => {
  const made = element("button", { type: "button", className: `button ${kind}`, textContent: words });
  made.addEventListener("click", press);
  return made;
};

export const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !["file", "submit", "button"].includes(field.type));

export function fill(form, answers) {
  for (const field of fieldsOf(form)) {
    const known = answers[field.name];
    if (["radio", "checkbox"].includes(field.type)) field.checked = known?.includes(field.value) ?? false;
    else if (field.type !== "hidden") field.value = known?.[0] ?? "";
    if (field.name === "time_zone" && !field.value) field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
    if ((known?.[0] ?? "") && field.type !== "hidden") for (let up = field.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
  }
}

export function answersOf(form) {
  const found = {};
  for (const field of fieldsOf(form)) {
    if (["radio", "checkbox"].includes(field.type) && !field.checked) continue;
    found[field.name] = [...(found[field.name] ?? []), field.value];
  }
  return found;
}

// Arabic figures of a telephone number would stand in another order between spaces (A32).
const western = (text) => text.replace(/[٠-٩۰-۹]/g, (digit) => String((digit.charCodeAt(0) & 0xf) % 10));

// Question and answer of every field that has one, in the words of the form.
export function rowsOf(form) {
  const rows = [];
  for (const box of form.querySelectorAll(".field, fieldset.field")) {
    if (box.parentElement.closest("fieldset.field")) continue;
    const label = box.querySelector("legend, label");
    const words = [...box.querySelectorAll("input, select, textarea")].map((field) => {
      if (["radio", "checkbox"].includes(field.type)) {
        const words = form.querySelector(`label[for="${field.id}"]`);
        return field.checked ? (words?.querySelector("span") ?? words)?.textContent.trim() : ""; // without its hint
      }
      if (field.tagName === "SELECT") return field.value ? field.selectedOptions[0]?.textContent.trim() : "";
      const typed = ["file", "hidden"].includes(field.type) ? "" : field.value.trim();
      return field.dir === "ltr" ? western(typed) : typed;
    }).filter(Boolean);
    if (label && words.length) rows.push([label.textContent.trim().replace(/\s+/g, " "), words.join(" ")]);
  }
  return rows;
}
