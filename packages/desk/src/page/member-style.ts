import { createHash } from 'node:crypto'

/** The style of the pages that members see: for a phone first, light or dark as the phone is. */
export const memberStyle = `:root{color-scheme:light dark;--page:#f3f4f6;--card:#fff;--text:#1b1d21;--soft:#62666d;--line:#e5e7eb;--warn:#b3261e;--warnbg:#fdf0ee;--ok:#0b6b43;--okbg:#e9f6ef;--go:#c62d22;--gotext:#fff}
@media(prefers-color-scheme:dark){:root{--page:#111315;--card:#1c1f23;--text:#eceef1;--soft:#a3a8b0;--line:#30343a;--warn:#ff9d92;--warnbg:#37201e;--ok:#7fd8a9;--okbg:#16301f;--go:#d8463b;--gotext:#fff}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.65 -apple-system,BlinkMacSystemFont,"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:560px;margin:0 auto;padding:16px 16px max(24px,env(safe-area-inset-bottom))}
.top{display:flex;justify-content:space-between;align-items:baseline;gap:12px;margin:4px 4px 14px}
.brand{font-weight:600;font-size:17px}
.top a{flex:none;padding:8px 0 8px 8px;font-size:14px}
a{color:inherit;text-decoration:underline;text-underline-offset:3px}
section{background:var(--card);border-radius:14px;padding:20px;margin:0 0 12px}
h1{font-size:22px;line-height:1.35;margin:0 0 6px}
h2{font-size:15px;margin:0 0 6px}
p{margin:0 0 10px}p:last-child{margin-bottom:0}
.soft{color:var(--soft);font-size:14px}
.lines{white-space:pre-line}
.member{display:flex;justify-content:space-between;gap:12px;margin-top:14px;padding-top:14px;border-top:1px solid var(--line)}
.member b{font-variant-numeric:tabular-nums;letter-spacing:.04em}
.loss{background:var(--warnbg);color:var(--warn)}
.loss h2{font-size:17px}
.done{background:var(--okbg);color:var(--ok)}
dl{margin:0}dt{color:var(--soft);font-size:13px}dd{margin:0 0 10px}dd:last-child{margin-bottom:0}
.ask{padding:18px 20px}
form{display:grid;gap:12px;margin:0}
button{width:100%;min-height:52px;border-radius:12px;border:1px solid var(--line);background:var(--card);color:var(--text);font:inherit;font-size:17px;font-weight:600;cursor:pointer;-webkit-appearance:none;appearance:none}
.agree{background:var(--go);border-color:var(--go);color:var(--gotext)}
button:focus-visible,a:focus-visible{outline:3px solid #2f6fed;outline-offset:2px}
.foot{color:var(--soft);font-size:13px;margin:14px 4px 0}
@media(min-width:480px){main{padding-top:40px}form{grid-template-columns:1fr 1fr}}
@media print{body{background:#fff}section{border:1px solid #ccc}}`

/** The policy of such a page: its own style and its own form alone; nothing runs, nothing else is loaded, nobody frames it. */
export const memberPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(memberStyle).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`
