// Draws a chart from the table it stands beside; without script the table says the same.
"use strict";

const style = (name) => getComputedStyle(document.body).getPropertyValue(name).trim();
const numberOf = (cell) => Number(cell.textContent.replace(/[^\d,−-]/g, "").replace("−", "-").replace(",", ".")) || 0;

function draw(box) {
  const table = document.getElementById(box.dataset.chart);
  if (!table || !window.echarts) return;
  const heads = [...table.querySelectorAll("thead th")].map((cell) => cell.textContent.trim());
  const rows = [...table.querySelectorAll("tbody tr")].map((row) => [...row.children]);
  const columns = box.dataset.columns.split(" ").map(Number);
  const ink = style("--ds-color-neutral-text-default");
  const line = style("--ds-color-neutral-border-subtle");
  const colours = [style("--ds-color-brand1-base-default"), style("--ds-color-neutral-border-default")];
  const chart = echarts.init(box, null, { renderer: "svg" });
  chart.setOption({
    animation: false,
    color: colours,
    textStyle: { fontFamily: "Inter, sans-serif", color: ink },
    legend: { top: 0, left: 0, textStyle: { color: ink } },
    grid: { top: 48, left: 8, right: 8, bottom: 8, containLabel: true },
    xAxis: { type: "category", data: rows.map((row) => row[0].textContent.trim()), axisLabel: { color: ink }, axisLine: { lineStyle: { color: line } } },
    yAxis: columns.map((_, index) => ({ type: "value", position: index ? "right" : "left", axisLabel: { color: ink }, splitLine: { show: !index, lineStyle: { color: line } } })),
    series: columns.map((column, index) => ({ name: heads[column], type: "bar", yAxisIndex: index, barMaxWidth: 24, data: rows.map((row) => numberOf(row[column])) })),
  });
  new ResizeObserver(() => chart.resize()).observe(box);
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-chart]").forEach(draw));
