const SITE = {"version":"a1270c5325","wait":3,"most":60,"shell":["assets/site.bd9973cd83.css"],"data":["ar/search/index.json","fr/search/index.json","zgh/search/index.json"],"languages":{"ar":{"folder":"ar/","list":"ar/offline.a680774a78.json","page":"","locale":"ar-MA","saved":"{date}"},"fr":{"folder":"fr/","list":"fr/offline.12a850fd62.json","page":"","locale":"fr-MA","saved":"{date}","first":"1er"},"zgh":{"folder":"zgh/","list":"zgh/offline.4dd012b509.json","page":"","locale":"zgh-MA","saved":"{date}"}},"first":"ar"};
const { version, wait, most, shell, data, languages, first } = SITE;
const base = new URL("./", location).href;
const absolute = (path) => new URL(path, base).href;
const [essential, visited, files] = ["essential", "visited", "files"].map((name) => caches.open(`dalil ${base} ${name}`));
const fingerprinted = /\.[\da-f]{10}\.(css|js|json|woff2|svg|png|webp|avif|jpe?g|gif|ico)$/;
const spoken = Object.values(languages);
const language = (url) => languages[url.slice(base.length).split("/")[0]] || languages[first];
const ofOffline = (url) => spoken.some(({ page }) => page && absolute(page) === url);
const kept = async (url) => await (await essential).match(url) || (await visited).match(url);
const entries = async (...all) => {
const found = [];
for (const opening of all) {
const cache = await opening;
for (const { url } of await cache.keys()) found.push([url, await cache.match(url), () => cache.delete(url)]);
}
return found;
};
const mark = (folder) => `?${folder}${version}`;
const inTurn = (last) => (job) => (last = last.then(job, job));
const keeping = inTurn(Promise.resolve());
const filling = inTurn(Promise.resolve());
const named = (text, url) =>
[...text.matchAll(/[^\s"'(),=]+\.[\da-f]{10}\.[a-z\d]+/g)].map(([name]) => new URL(name, url).href).filter((each) => each.startsWith(base));
const file = async (url) => {
const cache = await files;
const known = await cache.match(url);
if (known) return known;
const answer = await fetch(url);
if (answer.status === 200) await cache.put(url, answer.clone());
return answer;
};
const keep = (url, answer, digest = "") => keeping(async () => {
const needed = digest || await (await essential).match(url);
const cache = await visited;
if (answer.status === 404) {
await (await essential).delete(url);
await cache.delete(url);
}
const kind = answer.headers.get("content-type");
const page = /html/.test(kind);
if (answer.status !== 200 || answer.redirected || !(page || needed)) return false;
const text = await answer.text();
if (/http-equiv="refresh"/.test(text)) return false;
for (const each of page ? named(text, url) : []) {
if (/\.(css|js)$/.test(each) && (await file(each)).status !== 200) return false;
}
const title = encodeURIComponent(/<title[^>]*>([^<]*)|$/.exec(text)[1] || "");
const headers = { "content-type": kind, "x-kept": Date.now(), "x-title": title, "x-digest": digest };
await (needed ? await essential : cache).put(url, new Response(text, { headers }));
if (needed) await cache.delete(url);
const others = await cache.keys();
if (others.length > most) {
for (const each of others.slice(0, -most / 1.5)) await cache.delete(each);
await clean();
}
return true;
});
const clean = async () => {
const wanted = new Set([...shell, ...spoken.flatMap(({ list, folder }) => [list, mark(folder)])].map(absolute));
const note = async ([url, answer]) => {
for (const each of named(await answer.text(), url)) wanted.add(each);
};
for (const entry of await entries(essential, visited)) await note(entry);
const all = await entries(files);
for (const entry of all) if (/\.css$/.test(entry[0]) && wanted.has(entry[0])) await note(entry);
for (const [url, , drop] of all) if (!wanted.has(url)) await drop();
};
const fill = async (url, sparing) => {
const { list, folder, page } = language(url);
const filled = absolute(mark(folder));
if (!await kept(url)) await keep(url, await fetch(url));
if (sparing || !url.startsWith(absolute(folder)) || await (await files).match(filled)) return;
for (const each of shell) await file(absolute(each));
const wanted = await (await file(absolute(list))).json();
const known = [page, ...Object.keys(wanted)].map(absolute);
for (const [url, , drop] of await entries(essential)) {
if (url.startsWith(absolute(folder)) && !known.includes(url)) await drop();
}
let whole = true;
for (const path in wanted) {
const url = absolute(path);
if (!await (fingerprinted.test(url) ? file(url) : refresh(url, wanted[path]))) whole = false;
}
if (whole) await (await files).put(filled, new Response());
};
const refresh = async (url, digest) =>
(await (await essential).match(url))?.headers.get("x-digest") === digest || keep(url, await fetch(url, { cache: "no-cache" }), digest);
const changed = async (answer, status, place, change) =>
new Response((await answer.text()).replace(place, change), { status, headers: answer.headers });
const copy = (answer, url) => {
const { locale, first = "1", saved } = language(url);
const day = new Date(+answer.headers.get("x-kept"));
const date = day.toLocaleDateString(locale, { dateStyle: "long", numberingSystem: "latn" }).replace(/\b1\b/, first);
const said = saved.replace("{date}", `<time datetime="${day.toISOString()}">${date}</time>`);
return changed(answer, 200, /<main[^>]*>/, (tag) => `${tag}<p class="callout callout-note kept-notice" role="note">${said}</p>`);
};
const offline = async (url, status) => {
const { page, folder } = language(url);
const answer = page && await kept(absolute(page));
if (!answer) return Response.error();
const links = [];
for (const [url, { headers }] of await entries(essential, visited)) {
const title = decodeURIComponent(headers.get("x-title")).replace(/ · [^·]*$/, "");
if (title && url.startsWith(absolute(folder)) && !ofOffline(url)) links.push(`<li><a href="${url}">${title}</a></li>`);
}
return changed(answer, status, /<p data-kept>[^]*?<\/p>/, (none) => links.length ? `<ul class="kept-pages">${links.sort().join("")}</ul>` : none);
};
const answer = async (event, url) => {
const page = event.request.mode === "navigate";
if (ofOffline(url)) return offline(url, 200);
const network = (async () => await event.preloadResponse || fetch(event.request))();
event.waitUntil(network.then((found) => keep(url, found.clone())).catch(() => {}));
const tried = network.catch(() => {});
const soon = await Promise.race([tried, new Promise((resolve) => setTimeout(resolve, wait * 1000))]);
if (soon?.status < 500) return soon;
const found = await kept(url);
if (found) return page ? copy(found, url) : found;
return await tried || (page ? offline(url, 503) : Response.error());
};
addEventListener("install", (event) => {
skipWaiting();
event.waitUntil(Promise.all(spoken.map(async ({ page, digest }) => {
if (page && !await refresh(absolute(page), digest)) throw page;
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
