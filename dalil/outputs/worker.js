// The site's service worker: what a browser keeps for when there is no network, and how it shows it.
// Files whose names change with their bytes are kept by these names, and only as long as a page that
// is kept needs them: so a page is always shown with the styles and scripts that it was written for.
const { version, wait, most, shell, data, languages, first } = SITE;
const base = new URL("./", location).href;
const absolute = (path) => new URL(path, base).href;
const open = (name) => caches.open(`dalil ${base} ${name}`);
const [essential, visited, files] = ["essential", "visited", "files"].map(open);
const fingerprinted = /\.[\da-f]{10}\.(css|js|json|woff2|svg|png|webp|avif|jpe?g|gif|ico)$/;
const offlinePages = Object.values(languages).filter(({ page }) => page);
const ofOffline = (url) => offlinePages.some(({ page }) => absolute(page) === url);
const language = (url) => languages[url.slice(base.length).split("/")[0]] || languages[first];
const kept = async (url) => await (await essential).match(url) || (await visited).match(url);
const inTurn = () => {
  let last = Promise.resolve();
  return (job) => (last = last.then(job, job));
};
const keeping = inTurn();
const filling = inTurn();

// The addresses of the fingerprinted files that a text names.
const named = (text, url) => {
  const found = [...text.matchAll(/[^\s"'(),=]+\.[\da-f]{10}\.[a-z\d]+/g)].map(([name]) => new URL(name, url).href);
  return [...new Set(found)].filter((each) => each.startsWith(base));
};

const file = async (url) => {
  const cache = await files;
  const known = await cache.match(url);
  if (known) return known;
  const answer = await fetch(url);
  if (answer.status === 200) await cache.put(url, answer.clone());
  return answer;
};

// Keeps a page or data, once the styles and scripts that it needs are kept too. Says whether it did.
const keep = (url, answer, digest) => keeping(async () => {
  if (answer.status === 404 || answer.status === 410) for (const cache of [essential, visited]) (await cache).delete(url);
  const needed = digest || await (await essential).match(url);
  const page = /html/.test(answer.headers.get("content-type"));
  if (answer.status !== 200 || answer.redirected || !(page || needed)) return false;
  const text = await answer.text();
  if (/http-equiv="refresh"/.test(text)) return false;
  for (const each of page ? named(text, url) : []) {
    if (/\.(css|js)$/.test(each) && (await file(each)).status !== 200) return false;
  }
  const headers = new Headers(answer.headers);
  const title = page ? /<title[^>]*>([^<]*)/.exec(text)?.[1] || "" : "";
  headers.set("x-kept", Date.now());
  headers.set("x-title", encodeURIComponent(title));
  headers.set("x-digest", digest || "");
  headers.delete("content-length");
  headers.delete("content-encoding");
  const cache = await visited;
  await (needed ? await essential : cache).put(url, new Response(text, { headers }));
  if (needed) await cache.delete(url);
  const others = await cache.keys();
  if (others.length > most) {
    for (const old of others.slice(0, -most * 2 / 3)) await cache.delete(old);
    await clean();
  }
  return true;
});

// Drops the files that no kept page names, and that this version does not need at once.
const clean = async () => {
  const wanted = new Set([...shell, ...Object.values(languages).map(({ list }) => list)].map(absolute));
  const note = async (cache, { url }) => {
    for (const each of named(await (await cache.match(url)).text(), url)) wanted.add(each);
  };
  for (const cache of [await essential, await visited]) {
    for (const request of await cache.keys()) await note(cache, request);
  }
  const all = await (await files).keys();
  for (const request of all) if (/\.css$/.test(request.url) && wanted.has(request.url)) await note(await files, request);
  for (const request of all) if (!wanted.has(request.url)) await (await files).delete(request);
};

// Keeps the page being read and, unless data is to be spared, the essential pages of its language.
const fill = async (url, sparing) => {
  const { list, folder, page } = language(url);
  if (!await kept(url)) await keep(url, await fetch(url));
  const filled = absolute(`?${folder}${version}`);
  if (sparing || !url.startsWith(absolute(folder)) || await (await files).match(filled)) return;
  for (const each of shell) await file(absolute(each));
  const wanted = Object.entries(await (await file(absolute(list))).json());
  const known = [page, ...wanted.map(([path]) => path)].map(absolute);
  for (const old of await (await essential).keys()) {
    if (old.url.startsWith(absolute(folder)) && !known.includes(old.url)) await (await essential).delete(old);
  }
  let whole = true;
  for (const [path, digest] of wanted) {
    const url = absolute(path);
    whole = (fingerprinted.test(url) ? (await file(url)).status === 200 : await refresh(url, digest)) && whole;
  }
  if (whole) await (await files).put(filled, new Response());
};
const refresh = async (url, digest) => {
  const old = await (await essential).match(url);
  return old?.headers.get("x-digest") === digest || keep(url, await fetch(url, { cache: "no-cache", priority: "low" }), digest);
};

const changed = async (answer, change, status) =>
  new Response(change(await answer.text()), { status, headers: answer.headers });

// A copy of a page says since when it is kept.
const copy = (answer, url) => {
  if (!/html/.test(answer.headers.get("content-type"))) return answer;
  const { dates, firsts = dates, saved } = language(url);
  const day = new Date(+answer.headers.get("x-kept"));
  const date = (day.getDate() === 1 ? firsts : dates)[day.getMonth()].replace("{d}", day.getDate()).replace("{y}", day.getFullYear());
  const iso = new Date(day - day.getTimezoneOffset() * 6e4).toISOString().slice(0, 10);
  const said = saved.replace("{date}", `<time datetime="${iso}">${date}</time>`);
  return changed(answer, (text) => text.replace(/<main[^>]*>/, `$&<p class="callout callout-note kept-notice" role="note">${said}</p>`), 200);
};

// The page without network, with the list of the pages of its language that are kept here.
const offline = async (url, status) => {
  const { page, folder } = language(url);
  const answer = page && await kept(absolute(page));
  if (!answer) return Response.error();
  const links = [];
  for (const cache of [await essential, await visited]) {
    for (const { url } of await cache.keys()) {
      const title = decodeURIComponent((await cache.match(url)).headers.get("x-title")).replace(/ · [^·]*$/, "");
      if (title && url.startsWith(absolute(folder)) && !ofOffline(url)) links.push(`<li><a href="${url}">${title}</a></li>`);
    }
  }
  const list = links.length && `<ul class="kept-pages">${links.sort().join("")}</ul>`;
  return changed(answer, (text) => list ? text.replace(/<p data-kept>[^]*?<\/p>/, () => list) : text, status);
};

// From the network; after a while, or without it, what is kept.
const answer = async (event, url) => {
  const page = event.request.mode === "navigate";
  if (ofOffline(url)) return offline(url, 200);
  const network = (async () => await event.preloadResponse || fetch(event.request))();
  event.waitUntil(network.then((found) => keep(url, found.clone())).catch(() => {}));
  const tried = network.catch(() => null);
  const soon = await Promise.race([tried, new Promise((resolve) => setTimeout(resolve, wait * 1000))]);
  if (soon && soon.status < 500) return soon;
  const found = await kept(url);
  if (found) return copy(found, url);
  if (page && await kept(`${url}/`)) return Response.redirect(`${url}/`);
  return await tried || (page ? offline(url, 503) : Response.error());
};

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(Promise.all(offlinePages.map(async ({ page, digest }) => {
    if (!await refresh(absolute(page), digest)) throw new Error(page);
  })));
});
addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([clients.claim(), registration.navigationPreload?.enable(), keeping(clean)]));
});
addEventListener("message", (event) => {
  const url = event.source.url.split(/[?#]/)[0];
  event.waitUntil(filling(() => fill(url, event.data)).catch(() => {}));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = request.url.split(/[?#]/)[0];
  if (request.method !== "GET" || request.headers.has("range") || !url.startsWith(base)) return;
  if (fingerprinted.test(url)) event.respondWith(file(url));
  else if (request.mode === "navigate" || data.includes(url.slice(base.length))) event.respondWith(answer(event, url));
});
