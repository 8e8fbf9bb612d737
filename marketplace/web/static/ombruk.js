// What a page gains when script runs. Everything works without it.
"use strict";

const closest = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);

/* Errors take focus, on load and after a part of the page has been swapped. */
function focusErrors(root) {
  const summary = root.querySelector("[data-focus]");
  if (summary) summary.focus();
}

/* A form is sent once: a second press while it is on its way does nothing. After a while it may be tried again. */
const PATIENCE_MS = 10000;

function guardSubmit(event) {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post") || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  setTimeout(releaseForms, PATIENCE_MS);
}

function releaseForms() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
}

/* Menus close on a press outside and on Escape. */
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

function escapeMenu(event) {
  const menu = event.key === "Escape" && closest(event, "details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}

/* Chosen files: their names, and a small picture of each that the browser can draw. */
async function drawPhoto(file, into) {
  const bitmap = await createImageBitmap(file, { resizeWidth: 224, resizeQuality: "medium" });
  const canvas = document.createElement("canvas");
  canvas.width = 224;
  canvas.height = 168;
  const scale = Math.max(canvas.width / bitmap.width, canvas.height / bitmap.height);
  const width = bitmap.width * scale;
  const height = bitmap.height * scale;
  canvas.getContext("2d").drawImage(bitmap, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", file.name);
  into.append(canvas);
}

function showChosen(input) {
  const field = input.closest("[data-file]");
  const preview = field.querySelector("[data-file-preview]");
  field.querySelector("[data-file-chosen]").textContent = [...input.files].map((file) => file.name).join(", ");
  preview.replaceChildren();
  const photos = [...input.files].filter((file) => file.type.startsWith("image/"));
  preview.hidden = photos.length === 0;
  for (const photo of photos) drawPhoto(photo, preview).catch(() => undefined);
}

/* Saved as you go: the form's state is posted to data-autosave a moment after the last change. */
const pending = new WeakMap();

async function autosave(form) {
  const status = document.querySelector(form.dataset.autosaveStatus);
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  try {
    const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { "X-Autosave": "1" } });
    if (status) status.textContent = answer.ok && !answer.redirected ? await answer.text() : document.body.dataset.failed;
  } catch {
    if (status) status.textContent = document.body.dataset.offline;
  }
}

function later(element, wait, act) {
  clearTimeout(pending.get(element));
  pending.set(element, setTimeout(act, wait));
}

function onInput(event) {
  const form = closest(event, "form[data-autosave]");
  if (form) later(form, 1200, () => autosave(form));
}

/* A part of the page that is drawn anew keeps open and closed what the reader opened and closed. */
const opened = new Map();

function rememberOpened(part) {
  opened.clear();
  for (const each of part.querySelectorAll("details[data-opened]")) {
    if (each.open !== (each.dataset.opened === "yes")) opened.set(each.id, each.open);
  }
}

function restoreOpened(part) {
  for (const [id, open] of opened) {
    const each = document.getElementById(id);
    if (each && part.contains(each)) each.open = open;
  }
}

/* Says what went wrong with a part that should have changed in place. */
function tell(words) {
  const place = document.getElementById("flashes");
  if (!place) return;
  const box = document.createElement("div");
  const text = document.createElement("p");
  box.className = "flash";
  box.dataset.color = "danger";
  text.textContent = words;
  box.append(text);
  place.replaceChildren(box);
}

document.addEventListener("submit", guardSubmit);
document.addEventListener("input", onInput);
document.addEventListener("keydown", escapeMenu);
document.addEventListener("click", (event) => closeMenus(closest(event, "details.menu")));
document.addEventListener("change", (event) => {
  const input = closest(event, "input.file-input");
  if (input) showChosen(input);
  const form = closest(event, "form[data-autosubmit]");
  if (form) form.requestSubmit();
});
for (const type of ["dragenter", "dragleave", "drop"]) {
  document.addEventListener(type, (event) => closest(event, ".file-drop")?.classList.toggle("over", type === "dragenter"));
}
window.addEventListener("pageshow", releaseForms);
document.addEventListener("DOMContentLoaded", () => focusErrors(document));
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector('meta[name="csrf-token"]').content;
});
document.addEventListener("htmx:oobBeforeSwap", (event) => rememberOpened(event.detail.target));
document.addEventListener("htmx:oobAfterSwap", (event) => restoreOpened(event.detail.target));
document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.detail.target ?? document));
document.addEventListener("htmx:responseError", () => tell(document.body.dataset.failed));
document.addEventListener("htmx:sendError", () => tell(document.body.dataset.offline));
