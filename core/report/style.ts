/**
 * The one style sheet of all pages. Static, so that its hash can stand in the content security policy; hence no style
 * attributes anywhere: lengths that carry data are SVG geometry.
 * Contrast: text at least 4.5 : 1, what is needed to understand a chart at least 3 : 1, in both colour schemes.
 */
export const STYLE = `
:root{color-scheme:light dark;
--paper:#faf9f6;--surface:#fff;--sunk:#efece5;--ink:#191c1e;--soft:#575e64;--line:#e3e0d9;--edge:#85827a;
--accent:#0b6b5d;--on-accent:#fff;--tint:#e0efeb;--before:#8a867d;--warn:#8f4300;--warn-tint:#fcf1e4}
@media (prefers-color-scheme:dark){:root{
--paper:#111416;--surface:#191d20;--sunk:#0c0e10;--ink:#edebe6;--soft:#a9b0b5;--line:#2d3337;--edge:#7d858b;
--accent:#62cfb9;--on-accent:#06231d;--tint:#16302b;--before:#80868b;--warn:#f0b273;--warn-tint:#2f2519}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);
font:1rem/1.6 -apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
.wrap{max-width:68rem;margin:0 auto;padding:0 1.25rem}
.narrow{max-width:46rem}
header.top{padding:2.5rem 0 0}
main{padding:0 0 3rem;display:block}
h1,h2,h3{line-height:1.2;text-wrap:balance;letter-spacing:-.015em;font-weight:650;overflow-wrap:anywhere}
h1{font-size:clamp(1.75rem,1.2rem + 2.4vw,2.75rem);margin:.35rem 0 .75rem;letter-spacing:-.025em}
h2{font-size:clamp(1.3rem,1.1rem + .8vw,1.65rem);margin:0 0 .5rem}
h3{font-size:1.05rem;margin:1.75rem 0 .35rem}
p{margin:0 0 .85rem;max-width:42rem}
.lead{font-size:1.15rem;color:var(--soft);text-wrap:pretty}
.kicker{font-size:.82rem;font-weight:650;letter-spacing:.06em;text-transform:uppercase;color:var(--accent);margin:0}
.soft{color:var(--soft)}
.small{font-size:.875rem}
.num{text-align:right;white-space:nowrap}
.strong{font-weight:650}
a{color:var(--accent);text-underline-offset:.18em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:1rem;top:-6rem;background:var(--accent);color:var(--on-accent);padding:.75rem 1.25rem;
border-radius:0 0 .6rem .6rem;z-index:2}
.skip:focus{top:0}
section{margin-top:3.5rem}
nav.toc{margin-top:1.75rem}
nav.toc ul{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;list-style:none;margin:0;padding:.6rem 0;
border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
nav.toc a{display:inline-block;padding:.3rem 0;text-decoration:none;color:var(--ink);font-size:.925rem}
nav.toc a:hover{text-decoration:underline}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,15rem),1fr));gap:1rem;margin:2rem 0 0;padding:0}
.narrow .figures{grid-template-columns:repeat(auto-fit,minmax(min(100%,13rem),1fr))}
.narrow .figure{padding:1.1rem 1.2rem}
.narrow .figure .big{font-size:1.65rem}
.figure{background:var(--surface);border:1px solid var(--line);border-radius:.9rem;padding:1.25rem 1.4rem;margin:0}
.figure dt{color:var(--soft);font-size:.925rem}
.figure .big{margin:.15rem 0 .35rem;font-size:clamp(1.6rem,1.2rem + 1.5vw,2.15rem);line-height:1.2;font-weight:680;letter-spacing:-.025em}
.figure.main .big{color:var(--accent)}
.figure dd{margin:0;color:var(--soft);font-size:.925rem}
.figure dd.big{color:var(--ink)}
.card{background:var(--surface);border:1px solid var(--line);border-radius:.9rem;padding:1.4rem;margin:1.25rem 0 0}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:1rem}
.note{border-left:4px solid var(--accent);background:var(--tint);border-radius:0 .7rem .7rem 0;padding:1rem 1.25rem;margin:1.25rem 0}
.note.warn{border-color:var(--warn);background:var(--warn-tint)}
.note>:last-child,.card>:last-child{margin-bottom:0}
.card>h3:first-child{margin-top:0}
.card>svg,.card>.scroll{margin-top:.75rem}
.note h2,.note h3{margin-top:0;font-size:1.1rem}
.chip{display:inline-block;border:1px solid var(--edge);border-radius:99px;padding:.1rem .7rem;font-size:.85rem;font-weight:600;white-space:nowrap}
.chip.calm{border-color:var(--accent);color:var(--accent)}
.chip.warn{border-color:var(--warn);color:var(--warn)}
.chips{display:flex;flex-wrap:wrap;gap:.4rem}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;width:100%;font-size:.925rem}
th,td{padding:.5rem .75rem .5rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th{font-weight:600}
thead th{color:var(--soft);font-weight:500;font-size:.85rem;vertical-align:bottom}
tr:last-child>*{border-bottom:0}
th.num,td.num{text-align:right}
td.num:last-child,th.num:last-child{padding-right:0}
td.mid{vertical-align:middle}
.bar{display:inline-flex;align-items:center;gap:.75rem}
.pair+details{margin-top:1.25rem}
.card+.small,.pair+.small{margin-top:.75rem}
td.after,th.after{padding-left:1.5rem}
details{border-top:1px solid var(--line)}
details:last-of-type{border-bottom:1px solid var(--line)}
summary{cursor:pointer;padding:.8rem 0;min-height:24px;list-style-position:outside;margin-left:1.15rem;padding-right:.25rem}
summary::marker{color:var(--accent)}
summary:hover .title{text-decoration:underline;text-underline-offset:.2em}
summary .row{display:inline-flex;flex-wrap:wrap;gap:.1rem 1.25rem;align-items:baseline;width:calc(100% - .5rem);vertical-align:top}
summary .title{font-weight:650}
summary .end{margin-left:auto;text-align:right}
details.handover{margin-top:2rem}
details>.body{padding:0 0 1.4rem 1.15rem}
ul.plain{list-style:none;margin:0;padding:0}
ul.plain>li{padding:.55rem 0;border-bottom:1px solid var(--line)}
ul.plain>li:last-child{border-bottom:0}
ul.items{margin:.25rem 0 .85rem;padding-left:1.15rem}
ul.items li{margin:.2rem 0;max-width:42rem}
code,.digest{font-family:ui-monospace,"Cascadia Mono",Consolas,"Liberation Mono",monospace;font-size:.85em;overflow-wrap:anywhere}
pre{background:var(--sunk);border:1px solid var(--line);border-radius:.6rem;padding:.9rem 1.1rem;overflow-x:auto;margin:.5rem 0 1rem}
dl.pairs{display:grid;grid-template-columns:minmax(7rem,max-content) minmax(0,1fr);gap:.4rem 1.5rem;margin:0;font-size:.925rem}
dl.pairs dt{color:var(--soft)}
dl.pairs dd{margin:0;overflow-wrap:anywhere}
svg{display:block;max-width:100%;height:auto}
.scroll svg{max-width:none}
svg text{fill:var(--ink);font-size:13px;font-family:inherit}
svg .soft{fill:var(--soft)}
svg .tiny{font-size:11px}
svg .axis{font-size:12.5px}
svg .bold{font-weight:650}
svg .end{text-anchor:end}
svg .middle{text-anchor:middle}
.f-with{fill:var(--accent)}.f-before{fill:var(--before)}.f-tint{fill:var(--tint)}.f-line{fill:var(--line)}
.f-sunk{fill:var(--sunk)}.f-surface{fill:var(--surface)}.f-warn{fill:var(--warn)}
.s-with{stroke:var(--accent);fill:none;stroke-width:2.5;stroke-linejoin:round}
.s-before{stroke:var(--before);fill:none;stroke-width:2.5;stroke-linejoin:round}
.s-line{stroke:var(--line);stroke-width:1}
.s-edge{stroke:var(--edge);stroke-width:1}
.s-ink{stroke:var(--ink);stroke-width:2}
.dash{stroke-dasharray:3 4}
.meeting{fill:var(--accent)}.pinned{fill:var(--surface);stroke:var(--accent);stroke-width:1.5}
svg text.on{fill:var(--on-accent);font-size:11px}
svg text.on-pinned{fill:var(--accent);font-size:11px}
.busy{fill:var(--line)}.hours{fill:var(--surface)}.away{fill:var(--sunk)}
.bars{margin:0}
.bars dt{color:var(--soft);font-size:.925rem;margin:1rem 0 .3rem}
.bars dt:first-child{margin-top:0}
.measure{display:grid;grid-template-columns:minmax(0,1fr) 7.5rem;gap:.75rem;align-items:center;margin:.3rem 0;font-weight:650;font-size:.925rem}
.measure svg{width:100%}
.dumbbells{list-style:none;margin:.75rem 0 0;padding:0 .5rem 0 0;font-size:.875rem}
.dumbbells li{display:grid;grid-template-columns:minmax(0,9rem) 4.5rem minmax(0,1fr);gap:0 1.25rem;align-items:center;padding:.15rem 0}
.dumbbells span{overflow-wrap:anywhere}.dumbbells strong{position:relative;text-align:right;font-weight:650}
.dumbbells svg{width:100%;overflow:visible}
.hidden{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden;white-space:nowrap}
.legend{display:flex;flex-wrap:wrap;gap:.35rem 1.25rem;font-size:.875rem;color:var(--soft);margin:.5rem 0;padding:0;list-style:none}
.legend svg{display:inline-block;vertical-align:-2px;margin-right:.4rem}
table.heat{width:auto;border-collapse:separate;border-spacing:3px}
table.heat th,table.heat td{border:0;padding:.3rem .5rem;white-space:nowrap;font-size:.85rem}
table.heat td{text-align:right;border-radius:.35rem;min-width:3.6rem}
.h0{color:var(--soft)}
.h1{background:color-mix(in srgb,var(--accent) 8%,var(--surface))}
.h2{background:color-mix(in srgb,var(--accent) 17%,var(--surface))}
.h3{background:color-mix(in srgb,var(--accent) 27%,var(--surface))}
.h4{background:var(--accent);color:var(--on-accent);font-weight:600}
form fieldset{border:0;margin:0;padding:0;min-width:0}
form legend{padding:0;margin:0 0 .6rem}
label.choice{display:flex;gap:.85rem;align-items:flex-start;padding:.9rem 1.1rem;border:1px solid var(--edge);border-radius:.7rem;
margin:.6rem 0;cursor:pointer;background:var(--surface)}
label.choice:hover{border-color:var(--accent)}
label.choice:has(input:checked){border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent);background:var(--tint)}
input[type=radio],input[type=checkbox]{width:1.5rem;height:1.5rem;flex:none;margin:0;accent-color:var(--accent)}
label .title{font-weight:650;display:block}
label.field{display:block;font-weight:650;margin:1.1rem 0 .3rem}
select{width:100%;min-height:2.75rem;font:inherit;color:inherit;background:var(--surface);border:1px solid var(--edge);border-radius:.7rem;padding:.5rem .9rem}
textarea{width:100%;min-height:6.5rem;font:inherit;color:inherit;background:var(--surface);border:1px solid var(--edge);border-radius:.7rem;padding:.75rem .9rem}
button{font:inherit;font-weight:650;color:var(--on-accent);background:var(--accent);border:0;border-radius:.7rem;padding:.85rem 1.75rem;
min-height:3rem;cursor:pointer;margin-top:1.1rem}
button:hover{filter:brightness(1.08)}
.error{color:var(--warn);font-weight:600}
.invalid textarea,.invalid label.choice{border-color:var(--warn)}
@supports selector(:has(*)){
form.decide .confirm{display:none}
form.decide:has(#verdict-approve:checked) .confirm{display:block}}
footer.end{border-top:1px solid var(--line);color:var(--soft);font-size:.875rem;padding:1.5rem 0 3rem}
.phone{display:none}
@media (max-width:40rem){
.dumbbells li{grid-template-columns:minmax(0,1fr) auto;padding:.3rem 0}.dumbbells svg{grid-column:1/-1;margin-left:.4rem}
section{margin-top:2.75rem}.card{padding:1.1rem}
summary .end{margin-left:0;text-align:left}
table.stack thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
table.stack,table.stack tbody{display:block}
table.stack tr{display:grid;grid-template-columns:1fr auto;gap:0 .75rem;padding:.55rem 0;border-bottom:1px solid var(--line)}
table.stack tr:last-child{border-bottom:0}
table.stack td,table.stack th{border:0;padding:0;white-space:normal}
table.stack td.after{padding-left:0}
table.stack .wide{grid-column:1/-1}
table.stack .first.num,table.stack .wide.num{text-align:left}
.phone{display:inline;color:var(--soft)}
dl.pairs{grid-template-columns:1fr;gap:0}dl.pairs dd{margin-bottom:.6rem}}
@media print{
:root{--paper:#fff;--surface:#fff;--sunk:#f6f5f2;--ink:#000;--soft:#444;--line:#ccc;--accent:#0b6b5d;--on-accent:#fff;--tint:#eef6f4;--before:#8a867d;--warn:#8f4300;--warn-tint:#fff}
body{font-size:10pt}.skip,nav.toc{display:none}section{margin-top:1.5rem}
.card,.figure,svg,tr,details{break-inside:avoid}h2,h3,summary{break-after:avoid}
details::details-content{content-visibility:visible;block-size:auto}
.scroll{overflow:visible}.scroll svg{max-width:100%}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media (forced-colors:active){svg .meeting,.f-with,.f-before{forced-color-adjust:none}}
`;
