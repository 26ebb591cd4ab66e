// Runs Lighthouse on the addresses given, and prints a line of JSON for each:
// node run.mjs CHROMIUM mobile|desktop ADDRESS…
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";

const [chromePath, preset, ...addresses] = process.argv.slice(2);
const chrome = await launch({
  chromePath,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic"],
});
const config = preset === "desktop" ? desktopConfig : undefined;
for (const address of addresses) {
  const ask = () => lighthouse(address, { port: chrome.port, logLevel: "error" }, config);
  let { lhr } = await ask();
  // On a busy machine a page may paint nothing in time: that says nothing of the page.
  if (lhr.categories.performance.score === null) ({ lhr } = await ask());
  const scores = Object.fromEntries(
    Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)]));
  // What took points away: audits that count in a category and did not pass.
  const lost = Object.values(lhr.categories).flatMap(({ id, auditRefs }) => auditRefs
    .filter(({ weight }) => weight > 0)
    .map(({ id: audit }) => lhr.audits[audit])
    .filter(({ score }) => score !== null && score < 0.9)
    .map(({ id: audit, displayValue }) => `${id}: ${audit} ${displayValue ?? ""}`.trim()));
  console.log(JSON.stringify({ address, preset, scores, lost, error: lhr.runtimeError?.message }));
}
await chrome.kill();
