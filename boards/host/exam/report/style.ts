/** The look of `report.html`, on a screen and on A4. All text has a contrast of at least 4.5 to what it stands on (WCAG 2.2, 1.4.3). */
import type { Grade } from './report-word-kinds.js';

const PAPER = '#ffffff';
const INK = '#1c2329';
const QUIET = '#55606b';
const SHADE = '#f4f6f7';
const LINE = '#d5dbe0';
const LINK = '#0b5394';

/** Colours of a grade: of its word and sign, and what is under them. The sign and the word say the same without them. */
export const GRADE_COLOURS: Readonly<Record<Grade, { readonly ink: string; readonly paper: string }>> = Object.freeze({
	pass: { ink: '#1a6638', paper: '#e9f4ed' },
	warning: { ink: '#7a4a00', paper: '#fdf3dc' },
	fail: { ink: '#a61b1b', paper: '#fcebea' },
	inconclusive: { ink: '#5b3a91', paper: '#f1ecf9' },
	notSeen: { ink: '#3f4b57', paper: '#eceff2' },
	notApplicable: { ink: QUIET, paper: SHADE },
	waived: { ink: '#0f5a66', paper: '#e5f2f4' },
});

const GRADES = Object.entries(GRADE_COLOURS).map(
	([grade, { ink, paper }]) => `.${grade}{color:${ink}}.badge.${grade},.tile.${grade}{background:${paper}}.check.${grade}{border-left-color:${ink}}`,
);

export const STYLE = `
:root{color-scheme:light}
*{box-sizing:border-box}
html{scroll-behavior:auto;-webkit-text-size-adjust:100%}
body{margin:0;background:${PAPER};color:${INK};font:16px/1.6 "Segoe UI","Helvetica Neue",Arial,"Liberation Sans","DejaVu Sans","Hiragino Sans","Yu Gothic UI","Noto Sans CJK JP","IPAPGothic",sans-serif;overflow-wrap:anywhere}
body:lang(ja){font-family:"Hiragino Sans","Yu Gothic UI","Noto Sans CJK JP","IPAPGothic",sans-serif;line-height:1.7}
:lang(ja){line-break:strict}
:lang(ja) h1,:lang(ja) h2,:lang(ja) h3{word-break:auto-phrase}
main,header{max-width:60rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:2.5rem}
h1{font-size:2rem;line-height:1.25;margin:0 0 .25rem;font-weight:650;letter-spacing:-.01em}
h2{font-size:1.3rem;margin:2.75rem 0 .75rem;padding-bottom:.35rem;border-bottom:2px solid ${INK};font-weight:650}
h3{font-size:1.1rem;margin:0;font-weight:650;line-height:1.4}
h4{font-size:.95rem;margin:1.1rem 0 .4rem;font-weight:650}
p{margin:.5rem 0}
a{color:${LINK};text-underline-offset:.15em}
[tabindex]:focus{outline:none}
a:focus-visible{outline:3px solid ${LINK};outline-offset:2px;border-radius:2px}
.skip{position:absolute;left:-100rem}
.skip:focus{left:1rem;top:1rem;background:${PAPER};padding:.5rem 1rem;z-index:1}
.quiet{color:${QUIET}}
.notice{border:2px solid ${INK};padding:.9rem 1.2rem;margin:1.5rem 0;border-radius:4px}
.notice p{margin:.3rem 0}
.notice .big{font-size:1.15rem;font-weight:650}
.broken{border-color:${GRADE_COLOURS.fail.ink};color:${GRADE_COLOURS.fail.ink};font-weight:650}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(7.6rem,1fr));gap:.6rem;margin:1rem 0;padding:0;list-style:none}
.tile{padding:.7rem .8rem;border-radius:6px;background:${SHADE};display:flex;flex-direction:column;justify-content:space-between;gap:.3rem}
.tile b{font-size:1.6rem;line-height:1.1;font-weight:650;font-variant-numeric:tabular-nums;display:block}
.tile span{font-size:.82rem;line-height:1.35}
.tile .sign{margin-right:.3em;font-size:.7em;vertical-align:0}
.figures .tile{color:${INK}}.figures{grid-template-columns:repeat(auto-fit,minmax(12rem,1fr))}
.figures .tile b{font-size:1.35rem}
.sign{width:1em;height:1em;vertical-align:-.13em;flex:none;fill:none;stroke:currentColor;stroke-width:2.2;stroke-linecap:round;stroke-linejoin:round}
.badge{display:inline-flex;align-items:center;gap:.35em;padding:.05rem .55rem .05rem .4rem;border-radius:1rem;font-size:.85rem;font-weight:650;white-space:nowrap}
table{border-collapse:collapse;width:100%;margin:.75rem 0;font-size:.92rem;line-height:1.45}
@media (min-width:60rem){.whole{white-space:nowrap}}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem .4rem 0;border-bottom:1px solid ${LINE}}
thead th{font-size:.82rem;color:${QUIET};font-weight:650;border-bottom:1px solid ${QUIET};vertical-align:bottom}
tbody th{font-weight:500}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.pairs th{width:40%;color:${QUIET}}
.pairs ul,.plain{margin:0;padding:0;list-style:none}
.plain li{margin:.35rem 0}
.checks td,.checks .name{overflow-wrap:break-word}
@media (min-width:40rem){.checks .name{min-width:7rem}}
.checks td.wide:nth-child(4){width:42%}
.checks .short,.checks thead th{white-space:nowrap}
.check{border-left:5px solid ${LINE};padding:.2rem 0 .2rem 1.2rem;margin:1.75rem 0}
.check>header{max-width:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.4rem .8rem;align-items:center;color:${INK}}
.check>*{color:${INK}}
.check .is{font-size:1.02rem;margin:.4rem 0}
.meta{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .9rem;margin:.4rem 0;font-size:.88rem;line-height:1.5}
.meta dt{color:${QUIET}}
.meta dd{margin:0}
.finding{margin:1rem 0 0;padding-top:.7rem;border-top:1px solid ${LINE}}
.finding p{margin:.3rem 0}
.finding .where{font-size:.85rem;color:${QUIET}}
.measured{font-variant-numeric:tabular-nums;font-weight:650}
code,.lines{font-family:ui-monospace,"SFMono-Regular",Menlo,Consolas,"DejaVu Sans Mono","IPAGothic",monospace;font-size:.82rem}
.command{display:block;background:${SHADE};padding:.5rem .7rem;border-radius:4px;white-space:pre-wrap}
.lines{line-height:1.45;margin:.3rem 0}
.lines th,.lines td{padding:.12rem .7rem .12rem 0;border-bottom:1px solid #e8ecef;font-size:inherit;white-space:nowrap;font-weight:400}
.lines thead th{font-size:.95em;font-weight:650;border-bottom-color:${QUIET}}
.lines td:last-child{white-space:pre-wrap;width:100%;padding-right:0}
.lines .number{color:${QUIET}}
.code{color:${GRADE_COLOURS.fail.ink};background:${GRADE_COLOURS.fail.paper};border-radius:2px;padding:0 .1em;font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace}
figure{margin:.8rem 0}
.plot{display:block;width:100%;height:auto;font-family:inherit;font-size:11px;fill:${INK}}
.plot .rule{stroke:#b9c2ca;fill:none}
.plot .lane{font-weight:600;font-size:12px}
.plot .mark{text-anchor:middle;fill:${QUIET}}
.plot .scale{text-anchor:end;fill:${QUIET}}
.plot .axis{text-anchor:end;fill:${QUIET}}
.plot .key{fill:${QUIET}}
.plot .request{stroke:${INK};stroke-width:1.6}
.plot .reply{stroke:${LINK};stroke-width:1.6}
.plot .served{stroke:${LINK};stroke-width:1.6;fill:none}
.plot .right{fill:${GRADE_COLOURS.pass.ink}}
.plot .wrong{stroke:${GRADE_COLOURS.fail.ink};stroke-width:2.2;fill:none}
.plot .named{fill:${GRADE_COLOURS.fail.ink};font-weight:650;text-anchor:middle}
.plot .last{text-anchor:end}
.plot .failure{fill:#f6d9b8;fill-opacity:.55}
.plot .edge{stroke:#7a4a00;stroke-dasharray:3 3;fill:none}
.plot .fault{fill:#7a4a00;font-weight:600}
.defs{position:absolute;width:0;height:0;overflow:hidden}
footer{max-width:60rem;margin:3rem auto 2rem;padding:1rem 1.5rem 0;color:${QUIET};font-size:.85rem}
${GRADES.join('')}
@media (max-width:40rem){.checks .wide{display:none}}
@page{size:A4;margin:16mm 15mm 18mm;@bottom-right{content:counter(page) " / " counter(pages);font:9pt sans-serif;color:${QUIET}}}
@media print{
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{font-size:10pt;line-height:1.5}
main,header,footer{max-width:none;padding:0}
header{padding-top:0}
.skip,.back{display:none}
a{color:inherit;text-decoration:none}
h2,h3,h4,thead{break-after:avoid}
h2{margin-top:1.4rem}
tr,.tile,figure,.notice,.finding>p,.meta{break-inside:avoid}
.tiles{grid-template-columns:repeat(7,1fr);gap:.4rem;margin:.6rem 0}.figures{grid-template-columns:repeat(3,1fr)}
.tile{padding:.45rem .5rem}.tile span{font-size:8pt;overflow-wrap:normal}.tile b{font-size:1.35rem}.figures .tile b{font-size:1.15rem}
th,td{padding-top:.22rem;padding-bottom:.22rem}
.notice{margin:.8rem 0;padding:.6rem .9rem}h1{font-size:1.6rem}
thead{display:table-header-group}
.all,.each,.check.fail,.check.warning,.check.inconclusive{break-before:page}
.each>h2+.check{break-before:auto}
.check.pass,.check.notSeen,.check.notApplicable{break-inside:avoid-page}
p,dd{orphans:3;widows:3}
.lines{font-size:7.6pt}
.checks{font-size:8.4pt}.checks .badge{font-size:7.8pt}.checks td,.checks th{padding-right:.4rem}
}
`;
