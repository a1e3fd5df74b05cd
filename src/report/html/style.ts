/** The style of the page: one column, system fonts, every colour twice. */

export const STYLE = `
:root {
  --page: #f7f7f5; --card: #ffffff; --ink: #1c2024; --soft: #59626c; --line: #dcdfe3; --wash: #eef0f2;
  --clean: #17764c; --stale: #c3262b; --untested: #85610a;
  --clean-wash: #e3f4eb; --stale-wash: #fce9e8; --untested-wash: #fbf1d6;
  --early: #3a76b8; --late: #dc9a3a; --posterior: #6a4fb3; --found-wash: #ece8f8;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #131619; --card: #1a1e22; --ink: #e4e7ea; --soft: #9aa4ae; --line: #2d343b; --wash: #22282d;
    --clean: #57c993; --stale: #ff7a75; --untested: #dcb54c;
    --clean-wash: #15302390; --stale-wash: #46191990; --untested-wash: #3a2e0f90;
    --early: #5f9fe3; --late: #c98a31; --posterior: #a58df0; --found-wash: #2d254890;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
  overflow-wrap: anywhere;
}
code, .bytes td { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
a { color: inherit; text-decoration-color: var(--soft); text-underline-offset: 3px; }
.masthead, main { max-width: 60rem; margin: 0 auto; padding: 0 1.25rem; }
.masthead { display: flex; flex-wrap: wrap; gap: .2rem 1rem; align-items: baseline; padding-top: 1.5rem; color: var(--soft); font-size: .875rem; }
.brand { font-weight: 700; color: var(--ink); letter-spacing: .01em; font-size: 1.05rem; }
main { padding-bottom: 4rem; }
h1, h2, h3, p, figure, dl, ol, ul { margin: 0; }
h1 { font-size: 1.75rem; line-height: 1.2; letter-spacing: -.015em; }
h1 small { font-size: 1rem; font-weight: 500; letter-spacing: 0; margin-left: .75rem; color: var(--ink); opacity: .75; }
h2 { font-size: 1.0625rem; display: inline; }
h3 { font-size: .9375rem; margin: 1.5rem 0 .5rem; }
.result { margin-top: 1.25rem; }
.result + .result { margin-top: 4rem; }
.banner { border-radius: 10px; padding: 1.1rem 1.25rem; border-left: 6px solid currentColor; }
.banner p { color: var(--ink); margin-top: .25rem; }
.found.banner { color: var(--posterior); background: var(--found-wash); }
.clean.banner, .clean.chip { color: var(--clean); background: var(--clean-wash); }
.stale.banner, .stale.chip { color: var(--stale); background: var(--stale-wash); }
.untested.banner, .untested.chip { color: var(--untested); background: var(--untested-wash); }
.chip { display: inline-block; border-radius: 99px; padding: .05rem .6rem; font-size: .8125rem; font-weight: 600; white-space: nowrap; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .6rem 1.5rem; margin: 1.25rem 0; font-size: .9375rem; }
.facts .wide { grid-column: 1 / -1; }
.facts dt { color: var(--soft); font-size: .8125rem; }
.facts dd { margin: 0; }
.finding { border: 1px solid var(--untested); border-radius: 10px; padding: .8rem 1.1rem; margin: 1.25rem 0; background: var(--untested-wash); }
.finding strong { color: var(--untested); }
.complaints pre { overflow-x: auto; font-size: .8125rem; }
.complained { color: var(--untested); }
.scroll { overflow-x: auto; margin: 1.25rem 0; border: 1px solid var(--line); border-radius: 10px; background: var(--card); overflow-wrap: normal; }
.scroll table { border-collapse: collapse; width: 100%; font-size: .875rem; }
.scroll th, .scroll td { padding: .5rem .75rem; text-align: left; vertical-align: baseline; }
.scroll thead th { color: var(--soft); font-weight: 500; font-size: .8125rem; white-space: nowrap; }
.scroll tbody tr { border-top: 1px solid var(--line); }
.scroll tbody th { font-weight: 600; white-space: nowrap; }
.scroll .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.scroll .hit { color: var(--stale); font-weight: 700; }
.scroll .worth { color: var(--soft); min-width: 9.5rem; }
.chart { margin: 1.25rem 0; padding: 1rem 1.1rem .75rem; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
figcaption { display: flex; flex-direction: column; margin-bottom: .5rem; font-size: .9375rem; }
figcaption span { color: var(--soft); font-size: .8125rem; }
.plot { color: var(--ink); overflow: visible; max-width: 100%; height: auto; display: block; }
.picture.narrow { display: none; }
.legend { display: flex; gap: 1rem; font-size: .8125rem; color: var(--soft); }
.key::before { content: ""; display: inline-block; width: .7rem; height: .7rem; border-radius: 2px; margin-right: .4rem; vertical-align: -1px; background: currentColor; }
.key.early::before { background: var(--early); }
.key.late::before { background: var(--late); }
.key.stale::before { background: var(--stale); }
.scenario, .made { border-top: 1px solid var(--line); padding: .9rem 0; }
.banner + .scenario { border-top: 0; padding-top: 1.25rem; }
.scenario > summary, .made > summary { cursor: pointer; }
.scenario > p { margin-top: .5rem; font-size: .9375rem; color: var(--soft); }
.race { width: 100%; border-collapse: separate; border-spacing: 0; table-layout: fixed; margin: 1.5rem 0; font-size: .875rem; }
.race caption { caption-side: bottom; text-align: left; color: var(--soft); font-size: .8125rem; padding-top: .6rem; }
.race th { text-align: left; padding: 0 .9rem .5rem; font-weight: 600; vertical-align: bottom; }
.race td { padding: .3rem .5rem .3rem 1.1rem; border-left: 2px solid var(--line); height: 2.6rem; position: relative; }
.race td span { display: flex; justify-content: space-between; gap: .6rem; padding: .4rem .7rem; border-radius: 8px; background: var(--wash); }
.race td:not(:empty)::before { content: ""; position: absolute; left: -6px; top: 50%; width: 10px; height: 10px; margin-top: -5px; border-radius: 50%; background: var(--soft); }
.race td.inferred span { background: none; border: 1px dashed var(--soft); }
.race td.inferred::before { background: var(--page); box-shadow: inset 0 0 0 2px var(--soft); }
.race td.wrong span { background: var(--stale-wash); color: var(--stale); font-weight: 600; }
.race td.wrong::before { background: var(--stale); }
.race abbr { color: var(--soft); font-size: .75rem; font-variant-numeric: tabular-nums; }
.window { border-collapse: collapse; margin: 1.5rem 0; font-size: .875rem; }
.window caption { caption-side: bottom; text-align: left; color: var(--soft); font-size: .8125rem; padding-top: .6rem; }
.window th, .window td { text-align: left; font-weight: 400; padding: .2rem .9rem; border-left: 3px solid transparent; color: var(--soft); }
.window thead th { font-weight: 600; color: inherit; padding-bottom: .5rem; }
.window .finds td { border-left-color: var(--stale); background: var(--stale-wash); color: var(--stale); font-weight: 600; }
.window .finds th { color: inherit; }
.race caption .seen { background: var(--wash); border-radius: 4px; padding: 0 .35rem; }
.race caption .inferred { border: 1px dashed var(--soft); border-radius: 4px; padding: 0 .35rem; }
.bytes { border: 1px solid var(--line); border-radius: 10px; background: var(--card); padding: .8rem 1.1rem; margin: .6rem 0; }
.bytes figcaption { flex-flow: row wrap; gap: 0 1rem; align-items: baseline; margin-bottom: .35rem; font-size: .875rem; }
.bytes table { border-collapse: collapse; font-size: .875rem; }
.bytes th { text-align: left; font-weight: 400; color: var(--soft); padding: .1rem 1.25rem .1rem 0; white-space: nowrap; font-size: .8125rem; }
.bytes td { padding: .1rem 0; }
.bytes code { display: flex; flex-wrap: wrap; gap: 0 .9em; font-size: .8125rem; }
.bytes code span { white-space: nowrap; }
.bytes mark { background: var(--stale-wash); color: var(--stale); border-radius: 4px; padding: .05rem .2rem; margin: 0 -.2rem; font-weight: 600; }
.more summary { cursor: pointer; font-size: .875rem; color: var(--soft); margin: .5rem 0; }
.note { color: var(--soft); font-size: .875rem; }
.gates ul { padding: 0; list-style: none; font-size: .875rem; color: var(--soft); }
.gates li { padding: .15rem 0 .15rem 1.4rem; position: relative; }
.gates li b { font-weight: 600; color: var(--ink); }
.gates li::before { position: absolute; left: 0; content: "\\2713"; color: var(--clean); }
.gates li.unmet::before { content: "\\2715"; color: var(--untested); }
.key.run.stale::before { background: var(--stale); }
.key.run.clean::before { background: none; box-sizing: border-box; border: 2px solid var(--clean); border-radius: 50%; }
.key.run.untested::before { content: "\\00d7"; background: none; color: var(--untested); font-size: 1rem; line-height: .7rem; font-weight: 700; }
.ladder { margin-top: 1.25rem; }
.ladder > .note, .doubt { margin-top: .75rem; }
.doubt { color: var(--untested); font-size: .9375rem; }
.rungs { list-style: none; padding: 0; margin: 1rem 0 2rem; }
.rungs li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .1rem 1rem; padding: .6rem 0 .6rem 1.6rem; position: relative; align-items: baseline; }
.rungs li::before { content: ""; position: absolute; left: 5px; top: 0; bottom: 0; width: 2px; background: var(--line); }
.rungs li:first-child::before { top: 1.1rem; }
.rungs li:last-child::before { bottom: auto; height: 1.1rem; }
.rungs li::after { content: ""; position: absolute; left: 0; top: .85rem; width: 12px; height: 12px; border-radius: 50%; background: var(--clean); }
.rungs li.stale::after { background: var(--stale); border-radius: 2px; }
.rungs li.untested::after { background: var(--page); box-shadow: inset 0 0 0 2px var(--untested); }
.rungs li.unseen::after { background: var(--page); box-shadow: inset 0 0 0 2px var(--line); }
.rungs li.gap { padding-top: .3rem; padding-bottom: .3rem; }
.rungs li.gap::before { width: 0; border-left: 2px dotted var(--line); background: none; }
.rungs li.gap::after { display: none; }
.rungs li.answer { background: var(--found-wash); border-radius: 10px; padding-right: .8rem; }
.rungs a, .rungs b { font-weight: 600; }
.rungs .words { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; grid-column: 1 / -1; color: var(--soft); font-size: .875rem; }
.rungs .chance { grid-column: 1 / -1; height: 4px; margin-top: .25rem; border-radius: 2px; background: linear-gradient(to right, var(--posterior) var(--chance), var(--wash) var(--chance)); }
.ladder .result { margin-top: 3rem; }
@media (max-width: 44rem) {
  .masthead, main { padding-left: .9rem; padding-right: .9rem; }
  .picture.wide { display: none; }
  .picture.narrow { display: block; }
  .chart { padding: .8rem .7rem .6rem; }
  .bytes { padding: .7rem; }
  .bytes th, .bytes td { display: block; }
  .bytes th { padding-top: .3rem; }
  .bytes code { font-size: .75rem; gap: 0 .7em; }
  .race { font-size: .8125rem; }
  .race td { padding: .25rem .15rem .25rem .7rem; }
  .race td span { padding: .35rem .45rem; }
  .race th { padding: 0 .3rem .4rem; }
  .scroll .worth { min-width: 12rem; }
  h1 small { display: block; margin: .3rem 0 0; }
}
@media print {
  body { background: none; }
  .chart, .bytes, .race { break-inside: avoid; }
}
`;
