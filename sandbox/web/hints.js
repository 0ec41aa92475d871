// What to offer while something is typed: commands after "/", names after "@".
import { store } from "./state.js";

// suggestions gives [{at, fill, label, help}]: fill replaces the text from at
// to the cursor.
export function suggestions(text, cursor, where) {
  const before = text.slice(0, cursor);
  if (where === "main" && before.startsWith("/") && !before.includes("\n")) return commands(before);
  const name = /(^|\s)@([^\s@]*)$/.exec(before);
  if (name) return names(name[2], cursor - name[2].length - 1);
  return [];
}

function commands(before) {
  const command = store.data.command;
  if (!before.startsWith(command + " ") && !command.startsWith(before)) return atName(before);
  const typed = before.slice(command.length).trim().toLowerCase();
  const list = store.data.hints.filter((x) => begins(x.verb, typed) || begins(word(x), typed));
  const out = list.map((x) => ({
    at: 0, fill: command + " " + (word(x) && word(x) + " "), label: command + " " + x.usage, help: x.help,
  }));
  return out.length ? out : atName(before);
}

// word is the verb as it is typed in the language of the page.
const word = (hint) => (hint.verb ? hint.usage.split(" ")[0] : "");

const begins = (verb, typed) => !typed || (verb.toLowerCase().startsWith(typed) && verb.toLowerCase() !== typed);

function atName(before) {
  const name = /\s@([^\s@]*)$/.exec(before);
  return name ? names(name[1], before.length - name[1].length - 1) : [];
}

function names(typed, at) {
  const low = typed.toLowerCase();
  const app = { id: store.data.app.id, name: store.data.app.name };
  return [...store.data.people, app]
    .filter((p) => p.name.toLowerCase().split(" ").some((w) => w.startsWith(low)) || p.name.toLowerCase().startsWith(low))
    .slice(0, 8)
    .map((p) => ({ at, fill: "@" + p.name + " ", label: "@" + p.name, help: p.title ?? "" }));
}
