// The common emoji shortcodes; anything else is shown as it was typed.
const table = `ticket 🎫|white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|warning ⚠️|hourglass ⌛|hourglass_flowing_sand ⏳
bell 🔔|no_bell 🔕|alarm_clock ⏰|stopwatch ⏱️|timer_clock ⏲️|clock10 🕙|wave 👋|eyes 👀|tada 🎉|+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|pray 🙏
memo 📝|pencil 📝|pencil2 ✏️|inbox_tray 📥|outbox_tray 📤|arrow_right ➡️|arrow_left ⬅️|arrow_up ⬆️|arrow_down ⬇️|leftwards_arrow_with_hook ↩️
rotating_light 🚨|information_source ℹ️|question ❓|exclamation ❗|x ❌|lock 🔒|unlock 🔓|link 🔗|pushpin 📌|round_pushpin 📍|calendar 📅|date 📅
phone ☎️|telephone_receiver 📞|bust_in_silhouette 👤|busts_in_silhouette 👥|handshake 🤝|speech_balloon 💬|star ⭐|sparkles ✨|bulb 💡|fire 🔥
red_circle 🔴|large_orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵|white_circle ⚪|black_circle ⚫|mag 🔍
bar_chart 📊|chart_with_upwards_trend 📈|page_facing_up 📄|robot_face 🤖|smile 😄|slightly_smiling_face 🙂|blush 😊|thinking_face 🤔|sweat_smile 😅
coffee ☕|truck 🚚|hammer_and_wrench 🛠️|wrench 🔧|nut_and_bolt 🔩|chair 🪑|repeat 🔁|arrows_counterclockwise 🔄|fast_forward ⏩|heart ❤️|clap 👏
raised_hand ✋|point_right 👉|zzz 💤|crescent_moon 🌙|sunrise 🌅|office 🏢|file_folder 📁|package 📦|email 📧|envelope ✉️|envelope_with_arrow 📩
mega 📣|loudspeaker 📢|key 🔑|house 🏠|rocket 🚀|100 💯|ok_hand 👌|muscle 💪|receipt 🧾|scroll 📜|shield 🛡️|no_entry ⛔|construction 🚧|sos 🆘
ladder 🪜|evergreen_tree 🌲|deciduous_tree 🌳|raising_hand 🙋|writing_hand ✍️|compass 🧭|triangular_flag_on_post 🚩|checkered_flag 🏁|new 🆕`;

const codes = new Map(table.split(/[|\n]/).map((pair) => pair.split(" ")));

export const emojiChar = (name) => codes.get(name.replace(/::.*$/, "")) ?? "";

export function emoji(name) {
  return document.createTextNode(emojiChar(name) || ":" + name + ":");
}
