/// How a report's page looks, on a screen and on paper.
enum PageStyle {
  static let text = """

    :root { color-scheme: light; }
    body { font: 15px/1.5 "DejaVu Sans", system-ui, sans-serif; color: #1b1b1b; background: #fff; margin: 0 auto;
      max-width: 1200px; padding: 1.5rem; }
    h1 { font-size: 1.7rem; margin: 0; }
    h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; border-bottom: 1px solid #d8d8d8; padding-bottom: .2rem; }
    h3 { font-size: .95rem; margin: 1rem 0 .2rem; color: #444; }
    header p { margin: .2rem 0; color: #555; }
    .notes { white-space: pre-wrap; }
    .outcome { border-left: 6px solid #777; background: #f6f6f6; padding: .6rem 1rem; margin-top: 1rem; }
    .outcome.good { border-color: #009e73; }
    .outcome.fair { border-color: #e69f00; }
    .outcome.bad { border-color: #d55e00; }
    .outcome p { margin: 0 0 .5rem; }
    dl { display: flex; flex-wrap: wrap; gap: .4rem 2rem; margin: 0; }
    dt { font-size: .8rem; color: #666; }
    dd { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums; }
    figure { margin: 1rem 0; }
    figure svg { width: 100%; height: auto; }
    figcaption { color: #666; font-size: .85rem; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; font-size: .85rem; }
    th, td { text-align: left; padding: .25rem .7rem .25rem 0; border-bottom: 1px solid #eee; vertical-align: top;
      overflow-wrap: anywhere; }
    th { color: #555; font-weight: 600; overflow-wrap: normal; }
    .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    pre { background: #f6f6f6; padding: .8rem 1rem; overflow-x: auto; font-size: .8rem; line-height: 1.4; }
    .none { color: #777; }
    @media print { pre, .wide { overflow: visible; white-space: pre-wrap; } section { break-inside: avoid-page; } }

    """
}
