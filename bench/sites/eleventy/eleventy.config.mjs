// The peer's own means: its plugin for languages, collections made once per build, Nunjucks for the
// template, Markdown passed through Liquid and markdown-it as they come.

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

export default async function (config) {
  config.addPlugin(await config.resolvePlugin("@11ty/eleventy/i18n-plugin"), {
    defaultLanguage: "ar",
  });
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

  config.addFilter("isoDate", (date) => date.toISOString().slice(0, 10));
  config.addFilter("ancestors", (url, urls) => {
    const parts = url.split("/").slice(1, -2);
    return parts.map((_, depth) => urls[`/${parts.slice(0, depth + 1).join("/")}/`]);
  });

  return {
    dir: { input: "content", includes: "../_includes" },
    templateFormats: ["md"],
  };
}
