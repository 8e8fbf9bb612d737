// A search field that offers what may be meant: an ARIA combobox with a list. Without script it is a plain field.
"use strict";

(() => {
  const WAIT_MS = 120;
  const SHORTEST = 2;
  const waiting = new WeakMap();
  const listOf = (field) => document.getElementById(field.dataset.suggestList);
  const optionsOf = (field) => [...listOf(field).querySelectorAll("[role=option]")];
  const activeOf = (field) => document.getElementById(field.getAttribute("aria-activedescendant") ?? "");
  const isOpen = (field) => field.getAttribute("aria-expanded") === "true";

  /* The field says what it is only now that it can do it. A field of type search may not be a combobox. */
  function upgrade(field) {
    if (field.getAttribute("role") === "combobox") return;
    field.type = "text";
    const list = listOf(field);
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
    for (const [name, value] of Object.entries(roles)) field.setAttribute(name, value);
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose(field, option);
    });
  }

  function tell(field, words) {
    document.getElementById(field.dataset.suggestTold).textContent = words;
  }

  function close(field) {
    clearTimeout(waiting.get(field));
    if (!isOpen(field)) return;
    listOf(field).hidden = true;
    field.setAttribute("aria-expanded", "false");
    activate(field, null);
    tell(field, "");
  }

  function activate(field, option) {
    for (const each of optionsOf(field)) each.setAttribute("aria-selected", String(each === option));
    if (!option) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  /* Words go with the form, so that what is chosen beside it stays; a category is an address of its own. */
  function choose(field, option) {
    const { q, href } = option.dataset;
    close(field);
    if (href) {
      location.assign(href);
      return;
    }
    field.value = q;
    field.form.requestSubmit();
  }

  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  /* What was written stands plain, what is offered in addition stands out. */
  function completed(text, written) {
    if (!text.toLowerCase().startsWith(written)) return [text];
    return [text.slice(0, written.length), element("b", {}, text.slice(written.length))];
  }

  function drawOption(list, number, offered, written) {
    const attributes = { role: "option", id: `${list.id}-${number}`, "aria-selected": "false" };
    for (const name of ["q", "href"]) if (offered[name]) attributes[`data-${name}`] = offered[name];
    const words = element("span", {}, ...completed(offered.text, written));
    if (offered.detail) words.append(" ", element("span", { class: "quiet" }, offered.detail));
    const option = element("div", attributes, words);
    if (offered.count) {
      const heard = element("span", { class: "ds-sr-only" }, `, ${offered.counted}`);
      option.append(element("span", { class: "count", "aria-hidden": "true" }, offered.count), heard);
    }
    return option;
  }

  function draw(field, { groups, told }, written) {
    const list = listOf(field);
    let number = 0;
    const drawn = groups.map(({ label, options }, place) => {
      const heading = element("div", { class: "suggestions-heading", id: `${list.id}-group-${place}`, role: "presentation" }, label);
      const children = options.map((offered) => drawOption(list, number++, offered, written));
      return element("div", { role: "group", "aria-labelledby": heading.id }, heading, ...children);
    });
    list.replaceChildren(...drawn);
    list.hidden = number === 0;
    field.setAttribute("aria-expanded", String(number > 0));
    activate(field, null);
    tell(field, told);
  }

  async function ask(field) {
    const written = field.value.trim();
    if (written.length < SHORTEST) return close(field);
    const address = `${field.dataset.suggest}?q=${encodeURIComponent(written)}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected || field.value.trim() !== written || document.activeElement !== field) return undefined;
    return draw(field, await answer.json(), written.toLowerCase());
  }

  const quietly = (field) => ask(field).catch(() => undefined);

  function later(field) {
    clearTimeout(waiting.get(field));
    waiting.set(field, setTimeout(() => quietly(field), WAIT_MS));
  }

  function move(field, step) {
    const options = optionsOf(field);
    const at = options.indexOf(activeOf(field));
    const next = at < 0 && step < 0 ? options.length - 1 : (at + step + options.length) % options.length;
    activate(field, options[next]);
  }

  function escape(field) {
    if (isOpen(field)) close(field);
    else field.value = "";
  }

  /* What a key does, if it is ours; Home and End belong to the text until an option is active. */
  function actionOf(field, event) {
    const active = activeOf(field);
    const open = isOpen(field);
    const actions = {
      ArrowDown: () => (open ? move(field, 1) : quietly(field)),
      ArrowUp: open && (() => move(field, -1)),
      Home: active && (() => activate(field, optionsOf(field)[0])),
      End: active && (() => activate(field, optionsOf(field).at(-1))),
      Enter: active && (() => choose(field, active)),
      Escape: () => escape(field),
    };
    return actions[event.key];
  }

  function onKey(event) {
    const field = event.target.closest?.("input[data-suggest]");
    if (!field || event.isComposing || event.ctrlKey || event.metaKey) return;
    const act = actionOf(field, event);
    if (act) {
      event.preventDefault();
      act();
    } else if (event.key === "Enter" || event.key === "Tab") close(field);
  }

  function upgradeAll() {
    for (const field of document.querySelectorAll("input[data-suggest]")) upgrade(field);
  }

  const forField = (act) => (event) => {
    const field = event.target.closest?.("input[data-suggest]");
    if (field) act(field);
  };
  document.addEventListener("focusin", forField(upgrade));
  document.addEventListener("focusout", forField(close));
  document.addEventListener("input", forField(later));
  document.addEventListener("keydown", onKey);
  document.addEventListener("DOMContentLoaded", upgradeAll);
  window.addEventListener("pagehide", () => document.querySelectorAll("input[data-suggest]").forEach(close));
})();
