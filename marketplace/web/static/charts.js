// Draws a chart from the table it stands beside; without script the table says the same.
"use strict";

const style = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();
const textOf = (cell) => [...cell.querySelectorAll(".interval")].reduce((text, part) => text.replace(part.textContent, ""), cell.textContent);
const numberOf = (cell) => Number(textOf(cell).replace(/[^\d,−-]/g, "").replace("−", "-").replace(",", ".")) || 0;
const dark = matchMedia("(prefers-color-scheme: dark)");

const shortened = (name) => name.replace(/^(\p{L}{3})\p{L}* (\d{4})$/u, "$1 $2");

function readTable(box) {
  const table = document.getElementById(box.dataset.chart);
  const rows = [...table.querySelectorAll("tbody tr")].map((row) => [...row.children]);
  const heads = [...table.querySelectorAll("thead th")].map((cell) => cell.textContent.trim());
  const columns = box.dataset.columns.split(" ").map(Number);
  return {
    names: rows.map((row) => row[0].textContent.trim()),
    series: columns.map((column) => ({ name: heads[column], values: rows.map((row) => numberOf(row[column])) })),
  };
}

function options({ names, series }) {
  const ink = style("--ink");
  const line = style("--line");
  const grouped = { formatter: (value) => value.toLocaleString("nb-NO"), color: ink };
  return {
    animation: false,
    color: [style("--chart-1"), style("--chart-4")],
    textStyle: { fontFamily: "Inter, sans-serif", color: ink },
    tooltip: { trigger: "axis", valueFormatter: (value) => value.toLocaleString("nb-NO") },
    legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 14, textStyle: { color: ink, fontSize: 14 } },
    grid: { top: 48, left: 8, right: 8, bottom: 8, containLabel: true },
    xAxis: { type: "category", data: names, axisLabel: { color: ink, formatter: shortened }, axisTick: { show: false }, axisLine: { lineStyle: { color: line } } },
    yAxis: series.map((_, index) => ({
      type: "value",
      position: index ? "right" : "left",
      axisLabel: grouped,
      splitLine: { show: !index, lineStyle: { color: line } },
    })),
    series: series.map(({ name, values }, index) => ({ name, type: "bar", yAxisIndex: index, barMaxWidth: 24, barGap: "10%", data: values })),
  };
}

function draw(box) {
  if (!window.echarts || !document.getElementById(box.dataset.chart)) return;
  const told = readTable(box);
  const chart = echarts.init(box, null, { renderer: "svg" });
  chart.setOption(options(told));
  dark.addEventListener("change", () => chart.setOption(options(told)));
  new ResizeObserver(() => chart.resize()).observe(box);
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-chart]").forEach(draw));
