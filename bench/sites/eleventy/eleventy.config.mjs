// The peer's own means: collections made once per build, Nunjucks, markdown-it as it comes.
// Markdown is not passed through a template engine first: no other generator here does that.

const languages = {
  ar: {
    code: "ar",
    dir: "rtl",
    name: "العربية",
    site: "دليل القياس",
    menu: "القائمة الرئيسية",
    breadcrumb: "مسار التصفح",
    updated: "آخر تحديث",
    footer: "موقع تجريبي بدون محتوى رسمي",
  },
  fr: {
    code: "fr",
    dir: "ltr",
    name: "Français",
    site: "Guide de mesure",
    menu: "Menu principal",
    breadcrumb: "Fil d’Ariane",
    updated: "Mis à jour le",
    footer: "Site d’essai sans contenu officiel",
  },
};

const languageOf = (url) => url.slice(1, 3);
const otherUrl = (url) => (languageOf(url) === "ar" ? "/fr" : "/ar") + url.slice(3);

export default function (config) {
  config.addGlobalData("languages", languages);
  config.addGlobalData("layout", "page.njk");
  config.addGlobalData("base", "https://bench.example");

  config.addCollection("menus", (api) => {
    const menus = { ar: [], fr: [] };
    for (const item of api.getFilteredByGlob("content/*/{index.md,*/index.md}")) {
      menus[languageOf(item.url)].push(item);
    }
    for (const menu of Object.values(menus)) {
      menu.sort((one, other) => one.data.order - other.data.order);
    }
    return menus;
  });
  config.addCollection("urls", (api) => Object.fromEntries(api.getAll().map((item) => [item.url, item])));

  config.addFilter("languageOf", languageOf);
  config.addFilter("isoDate", (date) => date.toISOString().slice(0, 10));
  config.addFilter("alternate", (url, urls) => urls[otherUrl(url)]?.url);
  config.addFilter("ancestors", (url, urls) => {
    const parts = url.split("/").slice(1, -2);
    return parts.map((_, depth) => urls[`/${parts.slice(0, depth + 1).join("/")}/`]);
  });

  return {
    dir: { input: "content", includes: "../_includes" },
    markdownTemplateEngine: false,
    templateFormats: ["md"],
  };
}
