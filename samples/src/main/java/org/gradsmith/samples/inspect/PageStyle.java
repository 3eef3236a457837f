/* Copyright the Gradsmith authors. SPDX-License-Identifier: Apache-2.0 */
package org.gradsmith.samples.inspect;

/** The style sheet of a page, for wide and narrow windows, in light and in dark. */
final class PageStyle {
  static final String TEXT =
      """
      :root {
        color-scheme: light dark;
        --ground: #fdfdfb; --ink: #1d2329; --soft: #5b6670; --rule: #d9dde0; --panel: #f3f5f4;
        --link: #0b5cad; --kernel: #d7ebdd; --op: #e9edf3; --view: #f6f6f2; --call: #f5e6cf;
        --gradient: #ecdff2; --mark: #fff2b3;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --ground: #14181b; --ink: #e2e6e8; --soft: #9aa5ad; --rule: #333b41; --panel: #1c2226;
          --link: #7db7f0; --kernel: #1f4230; --op: #273140; --view: #21262a; --call: #463619;
          --gradient: #3a2a45; --mark: #4d4415;
        }
      }
      * { box-sizing: border-box; }
      body {
        margin: 0; background: var(--ground); color: var(--ink);
        font: 15px/1.5 system-ui, "Liberation Sans", sans-serif;
      }
      header { position: sticky; top: 0; z-index: 1; background: var(--panel);
        border-bottom: 1px solid var(--rule); padding: 8px 24px; }
      h1 { font-size: 17px; margin: 0; overflow-wrap: anywhere; }
      h2 { font-size: 20px; margin: 36px 0 8px; }
      h3 { font-size: 16px; margin: 28px 0 6px; }
      nav a { margin-right: 14px; white-space: nowrap; }
      main { padding: 0 24px 60px; max-width: 1500px; margin: 0 auto; }
      section { scroll-margin-top: 70px; }
      a { color: var(--link); text-decoration: none; }
      a:hover { text-decoration: underline; }
      :target { background: var(--mark); scroll-margin-top: 80px; }
      section:target { background: none; }
      code, pre, .graph text { font-family: ui-monospace, "DejaVu Sans Mono", monospace; }
      code { font-size: 13px; }
      pre { font-size: 12.5px; line-height: 1.45; background: var(--panel); padding: 10px 12px;
        overflow-x: auto; border-radius: 6px; margin: 6px 0; }
      .source { background: var(--panel); border-radius: 6px; padding: 8px 0; }
      .line { display: grid; grid-template-columns: 44px minmax(0, 3fr) minmax(0, 2fr);
        column-gap: 12px; padding: 0 12px; }
      .line.gap { border-top: 1px dashed var(--rule); margin-top: 6px; padding-top: 6px; }
      .line .number { color: var(--soft); text-align: right; font-size: 13px; }
      .line code { white-space: pre-wrap; overflow-wrap: anywhere; }
      .runs { font-size: 12.5px; overflow-wrap: anywhere; }
      .runs a { margin-right: 8px; display: inline-block; }
      .wide { overflow-x: auto; margin: 8px 0; }
      table { border-collapse: collapse; font-size: 13px; }
      th, td { text-align: left; vertical-align: top; padding: 3px 14px 3px 0;
        border-bottom: 1px solid var(--rule); overflow-wrap: break-word; }
      th { color: var(--soft); font-weight: 600; white-space: nowrap; }
      td { min-width: 34px; max-width: 420px; }
      td a { white-space: nowrap; }
      details { margin: 6px 0; }
      summary { cursor: pointer; color: var(--link); }
      p { overflow-wrap: anywhere; }
      .graph { display: block; }
      .graph text { font-size: 11px; fill: var(--ink); }
      .graph text.title { fill: var(--soft); }
      .graph text.tensor { fill: var(--soft); text-anchor: middle; }
      .graph rect { stroke: var(--soft); stroke-width: 1; fill: var(--op); }
      .graph rect.kernel { fill: var(--kernel); }
      .graph rect.view { fill: var(--view); }
      .graph rect.call { fill: var(--call); }
      .graph rect.gradient { fill: var(--gradient); }
      .graph rect.tensor { fill: var(--ground); stroke: none; }
      .graph rect.opn { fill: var(--ground); }
      .graph rect.again { stroke-dasharray: 3 2; }
      .graph path { fill: none; stroke: var(--soft); stroke-width: 1; }
      @media (max-width: 700px) {
        header, main { padding-left: 12px; padding-right: 12px; }
        .line { grid-template-columns: 34px minmax(0, 1fr); column-gap: 8px; padding: 0 6px; }
        .line .runs { grid-column: 2; }
      }
      """;

  private PageStyle() {}
}
