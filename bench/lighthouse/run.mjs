// Runs Lighthouse on the addresses given, and prints a line of JSON for each:
// node run.mjs CHROMIUM mobile|desktop RUNS ADDRESS…
// Of several runs, the median one by Lighthouse's own reckoning.
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";
import { computeMedianRun } from "lighthouse/core/lib/median-run.js";

const [chromePath, preset, count, ...addresses] = process.argv.slice(2);
const chrome = await launch({
  chromePath,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic"],
});
const config = preset === "desktop" ? desktopConfig : undefined;
for (const address of addresses) {
  const ask = () => lighthouse(address, { port: chrome.port, logLevel: "error" }, config);
  const runs = [];
  for (let left = Number(count); left > 0; left -= 1) {
    let { lhr } = await ask();
    // On a busy machine a page may paint nothing in time: that says nothing of the page.
    if (lhr.categories.performance.score === null) ({ lhr } = await ask());
    runs.push(lhr);
  }
  const lhr = runs.length > 1 ? computeMedianRun(runs) : runs[0];
  const scores = Object.fromEntries(
    Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)]));
  // What took points away: audits that count in a category and did not pass.
  const lost = Object.values(lhr.categories).flatMap(({ id, auditRefs }) => auditRefs
    .filter(({ weight }) => weight > 0)
    .map(({ id: audit }) => lhr.audits[audit])
    .filter(({ score }) => score !== null && score < 0.9)
    .map(({ id: audit, displayValue }) => `${id}: ${audit} ${displayValue ?? ""}`.trim()));
  // How fast Lighthouse takes this machine to be: four times slower than what stands here is its phone.
  const index = Math.round(lhr.environment.benchmarkIndex);
  const error = lhr.runtimeError?.message;
  console.log(JSON.stringify({ address, preset, index, scores, lost, error }));
}
await chrome.kill();
