// What is typed in a form[data-keep] stays on this device until its answer arrives: a send without
// network waits and is sent again with the same one-time key, so that it counts once.
const PREFIX = "dongthuan:";
const KEPT_FOR = 7 * 24 * 3600 * 1000;
const AGAIN_AFTER = 15000;
const TOKEN = "csrfmiddlewaretoken";

const store = (() => {
  try {
    localStorage.getItem(PREFIX);
    return localStorage;
  } catch {
    // Nothing can be kept here: the forms stay plain.
    return null;
  }
})();

const read = (name) => {
  try {
    return JSON.parse(store.getItem(name));
  } catch {
    return null;
  }
};
const write = (name, entry) => {
  try {
    store.setItem(name, JSON.stringify(entry));
  } catch {
    // A full store: the form still works, it only cannot wait.
  }
};
const names = () => Object.keys(store).filter((name) => name.startsWith(PREFIX));
const forget = (name) => store.removeItem(name);
const clock = (at) => new Date(at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });

// «gone» and where it led; «waits»: no network; «signed-out»; «refused»: its page must say why.
async function send(entry) {
  const body = new URLSearchParams(entry.fields);
  body.set(TOKEN, document.querySelector(`[name=${TOKEN}]`)?.value ?? "");
  let answer;
  try {
    answer = await fetch(entry.action, {
      method: "POST", body, credentials: "same-origin", redirect: "manual",
      headers: { "X-Waiting": "1" },
    });
  } catch {
    return { state: "waits" };
  }
  const to = answer.headers.get("X-Led-To");
  if (answer.status === 204 && to) {
    return { state: /^\/(vao|kich-hoat)/.test(to) ? "signed-out" : "gone", to };
  }
  return { state: answer.status >= 500 ? "waits" : "refused" };
}

function keep(form) {
  const who = form.dataset.who;
  const name = `${PREFIX}${form.dataset.keep}${location.pathname}`;
  const notice = form.querySelector("[data-waiting]");
  let busy = false;

  const say = (words) => {
    notice.textContent = words;
    notice.hidden = !words;
  };
  const entry = (button, pending) => {
    const told = new FormData(form);
    if (button?.name) told.set(button.name, button.value);
    const fields = [...told].filter((pair) => pair[0] !== TOKEN);
    return { fields, action: form.action, at: Date.now(), who, pending };
  };
  const hold = (held) => {
    for (const one of form.elements) {
      if (one.type === "text" || one.type === "textarea") one.readOnly = held;
      else if (one.type !== "hidden") one.disabled = held;
    }
  };
  const restore = (stored) => {
    const told = new Map(stored.fields);
    for (const one of form.elements) {
      if (!one.name || one.name === TOKEN || one.type === "submit") continue;
      if (one.name === "key" && !stored.pending) continue;
      if (one.type === "checkbox") one.checked = told.has(one.name);
      else if (told.has(one.name)) one.value = told.get(one.name);
    }
  };
  const plainly = (fields) => {
    // The server has something to say: send it the plain way, so that its page is shown.
    const button = fields.find((pair) => pair[0] === "viec");
    hold(false);
    if (button) {
      const hidden = document.createElement("input");
      hidden.type = "hidden";
      hidden.name = "viec";
      hidden.value = button[1];
      form.append(hidden);
    }
    HTMLFormElement.prototype.submit.call(form);
  };

  async function attempt() {
    const stored = read(name);
    if (!stored?.pending || busy) return;
    busy = true;
    const answer = await send(stored);
    busy = false;
    if (answer.state === "waits") {
      hold(true);
      const since = clock(stored.pending);
      say(`Đang chờ mạng, từ lúc ${since}. Số đã gõ còn trong máy; có mạng là máy tự gửi.`);
    } else if (answer.state === "signed-out") {
      location.assign(location.pathname);
    } else {
      forget(name);
      if (answer.state === "gone") location.assign(answer.to);
      else plainly(stored.fields);
    }
  }

  const stored = read(name);
  if (stored && (stored.who !== who || "refused" in form.dataset)) {
    // Another person's, or answered just now by the page that shows it.
    forget(name);
  } else if (stored) {
    restore(stored);
    if (stored.pending) attempt();
    else say(`Đã lấy lại số bác gõ lúc ${clock(stored.at)}, chưa gửi.`);
  }
  form.addEventListener("input", () => {
    if (!read(name)?.pending) write(name, entry());
  });
  form.addEventListener("submit", (event) => {
    if (!read(name)?.pending) write(name, entry(event.submitter, Date.now()));
    if (!read(name)?.pending) return;
    event.preventDefault();
    say("Đang gửi…");
    attempt();
  });
  addEventListener("online", attempt);
  document.addEventListener("visibilitychange", () => document.hidden || attempt());
  setInterval(attempt, AGAIN_AFTER);
}

// The page of what is owed sends what a closed page left waiting.
async function sweep(place) {
  for (const name of names()) {
    const entry = read(name);
    if (!entry?.pending) continue;
    const since = clock(entry.pending);
    const state = (await send(entry)).state;
    if (state === "gone") forget(name);
    if (state === "refused") write(name, { ...entry, pending: undefined });
    place.hidden = false;
    place.textContent =
      state === "gone"
        ? `Đã gửi xong số liệu chờ mạng từ lúc ${since}. Tải lại trang để xem.`
        : state === "waits"
          ? `Còn số liệu đang chờ mạng, từ lúc ${since}. Có mạng là máy tự gửi.`
          : "Có phiếu chưa gửi được: mở phiếu ấy để xem vì sao. Số đã gõ còn trong máy.";
  }
}

if (store && window.fetch) {
  const place = document.querySelector("[data-waiting-all]");
  for (const name of names()) {
    const entry = read(name);
    const old = !entry || Date.now() - entry.at > KEPT_FOR;
    if (old || (place && entry.who !== place.dataset.who)) forget(name);
  }
  // Signing out leaves nothing behind.
  for (const form of document.querySelectorAll('form[action$="/ra/"]')) {
    form.addEventListener("submit", () => names().forEach(forget));
  }
  document.querySelectorAll("form[data-keep]").forEach(keep);
  if (place) {
    sweep(place);
    addEventListener("online", () => sweep(place));
  }
}
