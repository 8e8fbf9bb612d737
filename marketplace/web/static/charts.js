// Draws a chart from the table it stands beside; without script the table says the same.
"use strict";

const style = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();
const textOf = (cell) => [...cell.querySelectorAll(".interval")].reduce((text, part) => text.replace(part.textContent, ""), cell.textContent).trim();
// What is hidden or unknown is no number, and leaves a gap.
const numberOf = (cell) => (/\d/.test(textOf(cell)) ? Number(textOf(cell).replace(/[^\d,−-]/g, "").replace("−", "-").replace(",", ".")) || 0 : null);
const dark = matchMedia("(prefers-color-scheme: dark)");
const spoken = (value) => (value == null ? "–" : value.toLocaleString("nb-NO"));

const shortened = (name) => name.replace(/^(\p{L}{3})\p{L}* (\d{4})$/u, "$1 $2");

function readTable(box) {
  const table = document.getElementById(box.dataset.chart);
  const rows = [...table.querySelectorAll("tbody tr")].map((row) => [...row.children]).slice(0, Number(box.dataset.most) || undefined);
  const heads = [...table.querySelectorAll("thead th")].map((cell) => cell.textContent.trim());
  const columns = box.dataset.columns.split(" ").map(Number);
  return {
    rows,
    names: rows.map((row) => textOf(row[0])),
    series: columns.map((column) => ({ name: heads[column], values: rows.map((row) => numberOf(row[column])) })),
  };
}

const shared = () => ({
  animation: false,
  color: [style("--chart-1"), style("--chart-4")],
  textStyle: { fontFamily: "Inter, sans-serif", color: style("--ink") },
});
const values = () => ({ type: "value", axisLabel: { formatter: spoken, color: style("--ink") }, splitLine: { lineStyle: { color: style("--line") } } });
const names = (data, more = {}) => ({ type: "category", data, axisTick: { show: false }, axisLine: { lineStyle: { color: style("--line") } }, ...more, axisLabel: { color: style("--ink"), ...more.axisLabel } });
const legend = () => ({ top: 0, left: 0, itemWidth: 14, itemHeight: 14, textStyle: { color: style("--ink"), fontSize: 14 } });

function overTime(type, told) {
  const line = { lineStyle: { width: 3 }, symbolSize: 7 };
  const earlier = { lineStyle: { width: 2, type: "dashed" }, symbolSize: 5 };
  return {
    ...shared(),
    tooltip: { trigger: "axis", valueFormatter: spoken },
    legend: legend(),
    grid: { top: 48, left: 8, right: 16, bottom: 8, containLabel: true },
    xAxis: names(told.names, { axisLabel: { formatter: shortened } }),
    yAxis: values(),
    series: told.series.map(({ name, values: data }, place) => ({ name, type, barMaxWidth: 24, barGap: "10%", data, ...(type === "line" ? (place ? earlier : line) : {}) })),
  };
}

function across(told) {
  return {
    ...shared(),
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, valueFormatter: spoken },
    grid: { top: 8, left: 8, right: 24, bottom: 8, containLabel: true },
    xAxis: values(),
    yAxis: names(told.names, { inverse: true, axisLabel: { width: 150, overflow: "truncate" } }),
    series: told.series.map(({ name, values: data }) => ({ name, type: "bar", barMaxWidth: 18, data })),
  };
}

// Givers stand to the left and receivers to the right, so that what goes both ways is drawn twice.
function flow(told) {
  const links = told.rows
    .map((row) => ({ source: `< ${textOf(row[0])}`, target: `> ${textOf(row[1])}`, value: numberOf(row[2]) }))
    .filter((link) => link.value > 0);
  const ends = [...new Set(links.flatMap((link) => [link.source, link.target]))];
  const plain = (name) => name.slice(2);
  return {
    ...shared(),
    tooltip: { formatter: ({ data, dataType, name, value }) => (dataType === "edge" ? `${plain(data.source)} → ${plain(data.target)}: ${spoken(data.value)}` : `${plain(name)}: ${spoken(value)}`) },
    series: [{
      type: "sankey",
      left: 8,
      right: 110,
      top: 8,
      bottom: 8,
      nodeGap: 6,
      draggable: false,
      emphasis: { focus: "adjacency" },
      label: { color: style("--ink"), formatter: ({ name }) => plain(name), fontSize: 13 },
      lineStyle: { color: "source", opacity: 0.35 },
      data: ends.map((name, place) => ({ name, itemStyle: { color: style(["--chart-1", "--chart-2", "--chart-4"][place % 3]) } })),
      links,
    }],
  };
}

const KINDS = { bar: (told) => overTime("bar", told), line: (told) => overTime("line", told), across, flow };

function draw(box) {
  if (!window.echarts || !document.getElementById(box.dataset.chart)) return;
  const told = readTable(box);
  const options = KINDS[box.dataset.kind || "bar"];
  const chart = echarts.init(box, null, { renderer: "svg" });
  chart.setOption(options(told));
  dark.addEventListener("change", () => chart.setOption(options(told), true));
  new ResizeObserver(() => chart.resize()).observe(box);
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-chart]").forEach(draw));
