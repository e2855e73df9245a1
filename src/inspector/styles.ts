const LIGHT = '--g:#f6f8f6;--s:#fff;--i:#15211c;--m:#51605a;--l:#cfd8d1;--a:#0f6b52;--o:#fff;--good:#0f6b52;--watch:#8a5200;--bad:#b3261e';
const DARK =
  '--g:#101614;--s:#18201d;--i:#e6ede9;--m:#a3b4ac;--l:#34423c;--a:#58c9a2;--o:#07221a;--good:#58c9a2;--watch:#edb55d;--bad:#ff8a7c';

/** Sizes are in rem, so that they follow the user's own text size; logical sides let right-to-left pages mirror the panel. */
export const STYLES = `
:host{${LIGHT};color-scheme:light dark;color:var(--i);font:400 .875rem/1.45 system-ui,sans-serif;display:block}
@media(prefers-color-scheme:dark){:host{${DARK}}}
:host(:not([position=embedded])){position:fixed;z-index:2147483000;bottom:calc(.75rem + env(safe-area-inset-bottom));right:calc(.75rem + env(safe-area-inset-right));max-width:calc(100vw - 1.5rem)}
:host([position^=top]){bottom:auto!important;top:calc(.75rem + env(safe-area-inset-top))}
:host([position$=left]){right:auto!important;left:calc(.75rem + env(safe-area-inset-left))}
*{box-sizing:border-box;margin:0;padding:0}
[hidden]{display:none!important}
ul,ol{list-style:none}
h2{font-size:1rem}h3{font-size:.8125rem;color:var(--m);margin:.9rem 0 .35rem}h4{font-size:.875rem;overflow-wrap:anywhere;min-width:0}
button{font:inherit;font-weight:600;min-height:2.25rem;padding:.25rem .75rem;border:1px solid var(--l);border-radius:.5rem;background:var(--s);color:var(--i);cursor:pointer}
button:hover{border-color:var(--a)}
button[aria-disabled=true]{color:var(--m);cursor:default;border-style:dashed}
:focus-visible{outline:3px solid var(--a);outline-offset:2px}
.toggle{display:flex;gap:.5rem;align-items:center;border-radius:2rem;min-height:2.75rem;box-shadow:0 2px 12px #0004;margin-inline-start:auto}
.dot{width:.625rem;height:.625rem;border-radius:50%;background:var(--m)}
.dot.good{background:var(--good)}.dot.watch{background:var(--watch)}
.panel{display:flex;flex-direction:column;background:var(--g);border:1px solid var(--l);border-radius:.75rem;overflow:hidden}
:host(:not([position=embedded])) .panel{width:26rem;max-width:100%;max-height:min(42rem,calc(100vh - 1.5rem));box-shadow:0 8px 32px #0005}
.head,.foot{display:flex;gap:.5rem;align-items:center;padding:.6rem .75rem;background:var(--s);border-bottom:1px solid var(--l);flex-wrap:wrap}
.foot{border:0;border-top:1px solid var(--l)}.head h2{flex:1}
.body{overflow:auto;padding:0 .75rem .75rem;overscroll-behavior:contain}
.row{display:flex;gap:.25rem .6rem;align-items:baseline;justify-content:space-between;flex-wrap:wrap}.start{justify-content:flex-start;margin-top:.5rem}
.card{background:var(--s);border:1px solid var(--l);border-radius:.6rem;padding:.6rem .7rem;margin-bottom:.5rem}
.next,time{font-variant-numeric:tabular-nums;white-space:nowrap}.next{font-weight:600}
.soft,time{color:var(--m);font-size:.8125rem;overflow-wrap:anywhere}
.marks{display:flex;gap:.35rem;flex-wrap:wrap;margin:.35rem 0}
.pill{border:1px solid;border-radius:1rem;padding:0 .5rem;font-size:.75rem;font-weight:600;color:var(--m)}
.pill.good{color:var(--good)}.pill.watch{color:var(--watch)}.pill.bad,.error{color:var(--bad)}
.waits li:not(.soft){color:var(--watch);font-size:.8125rem}
.error{font-size:.8125rem;overflow-wrap:anywhere}
.runs>li{border-top:1px solid var(--l);padding:.45rem 0}.name{flex:1;min-width:0;font-weight:600;overflow-wrap:anywhere}
.lane svg{display:block;width:100%;height:1.625rem}
.lane svg:dir(rtl){transform:scaleX(-1)}
:is(p,li,span,h2,h3):dir(rtl){unicode-bidi:plaintext;text-align:right}
.axis{stroke:var(--l)}.now{stroke:var(--m);stroke-dasharray:2 2}.plan{fill:var(--m)}
rect.good{fill:var(--good)}rect.bad{fill:var(--bad)}rect.watch{fill:var(--watch)}rect.quiet{fill:var(--i)}
.key{color:var(--m);font-size:.75rem;margin-bottom:.35rem}
.said{flex:1 1 8rem;font-size:.8125rem;min-height:1.2em;overflow-wrap:anywhere}
textarea{width:100%;height:8rem;font:.75rem/1.4 monospace;color:var(--i);background:var(--s);border:1px solid var(--l)}
@media(prefers-reduced-motion:no-preference){button{transition:border-color .15s}}
@media(forced-colors:active){.pill{forced-color-adjust:none;color:CanvasText}}
`;

/** Adds the styles as a constructed style sheet, which no content security policy forbids, or as a style element in browsers without such sheets. */
export function addStyles(root: ShadowRoot): void {
  if ('adoptedStyleSheets' in root && 'replaceSync' in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    root.adoptedStyleSheets = [sheet];
    return;
  }
  const style = document.createElement('style');
  style.textContent = STYLES;
  root.append(style);
}
