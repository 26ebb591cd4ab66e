"""What the command line itself says, in the languages of the messages.

These stand here and not with the messages of faults: a good build must not load those.
"""

from __future__ import annotations

SENTENCES: dict[str, dict[str, str]] = {
    "en": {
        "built": "{pages} pages, {languages} languages, {rendered} rendered",
        "kept": "Nothing published",
        "waiting": "Another build of this site is running: waiting for it to end.",
        "foreign": "«{path}» in the output folder is not ours; it was left there.",
        "agreed": "{count} pages agree with their form in another language: remembered.",
        "older": "Older than its form in another language: {path}",
        "stopped": "Stopped. The published site is as it was.",
        "serving": "{url} shows the site. Stop with Ctrl+C.",
        "usage": "error: {problem}",
        "usage-url": "«{found}» is not like https://www.example.org/guide/",
        "usage-number": "give a whole number, 1 or more",
        "usage-port": "the highest port is 65535",
        "no-collection": "site.yaml declares no collection «{name}».",
        "no-page": "No page is known as «{name}».",
        "missing": "There is no «{path}».",
        "denied": "«{path}»: this account may not read or write it.",
        "full": "«{path}»: there is no space left on the disk.",
        "system": "«{path}»: {problem}.",
        "epoch": "SOURCE_DATE_EPOCH is no date: {found}.",
        "no-folder": "«{path}» is not a folder. Move it away, or choose another --output.",
        "among-sources": "«{path}» is in {folder}/, where the sources are. Choose another "
        "--output.",
        "others": "«{path}» holds files that Dalil did not write, such as «{first}». Nothing was "
        "changed. Move them away, or choose another folder with --output.",
        "in-the-way": "«{path}» was not written by Dalil, and the site now has a page of that "
        "name. Nothing was changed. Move the file away.",
    },
    "fr": {
        "built": "Pages : {pages} ; langues : {languages} ; pages rendues : {rendered}",
        "kept": "Rien n’est publié",
        "waiting": "Une autre construction de ce site est en cours : on attend sa fin.",
        "foreign": "« {path} », dans le dossier de sortie, n’est pas à nous : laissé en place.",
        "agreed": "Pages à jour de leur version dans une autre langue, retenues : {count}.",
        "older": "Plus ancienne que sa version dans une autre langue : {path}",
        "stopped": "Arrêt. Le site publié est resté tel quel.",
        "serving": "{url} montre le site. Arrêtez avec Ctrl+C.",
        "usage": "commande mal écrite : {problem}",
        "usage-url": "« {found} » ne ressemble pas à https://www.example.org/guide/",
        "usage-number": "donnez un nombre entier, 1 au moins",
        "usage-port": "le plus grand port est 65535",
        "no-collection": "site.yaml ne déclare pas de collection « {name} ».",
        "no-page": "Aucune page ne se nomme « {name} ».",
        "missing": "« {path} » n’existe pas.",
        "denied": "« {path} » : ce compte n’a pas le droit de le lire ou d’y écrire.",
        "full": "« {path} » : il n’y a plus de place sur le disque.",
        "system": "« {path} » : {problem}.",
        "epoch": "SOURCE_DATE_EPOCH n’est pas une date : {found}.",
        "no-folder": "« {path} » n’est pas un dossier. Déplacez-le, ou choisissez un autre "
        "--output.",
        "among-sources": "« {path} » est dans {folder}/, parmi les sources. Choisissez un autre "
        "--output.",
        "others": "« {path} » contient des fichiers que Dalil n’a pas écrits, comme « {first} ». "
        "Rien n’a été changé. Déplacez-les, ou choisissez un autre dossier avec --output.",
        "in-the-way": "« {path} » n’a pas été écrit par Dalil, et le site a maintenant une page de "
        "ce nom. Rien n’a été changé. Déplacez ce fichier.",
    },
    "ar": {
        "built": "الصفحات: {pages}؛ اللغات: {languages}؛ الصفحات المحوَّلة: {rendered}",
        "kept": "لم يُنشر شيء",
        "waiting": "هناك بناء آخر لهذا الموقع قيد التنفيذ: ننتظر نهايته.",
        "foreign": "الملف «{path}» في مجلد النشر ليس من ملفاتنا، وقد تُرك في مكانه.",
        "agreed": "عدد الصفحات الموافقة لصيغتها بلغة أخرى، وقد حُفظت حالتها: {count}.",
        "older": "أقدم من صيغتها بلغة أخرى: {path}",
        "stopped": "توقف البناء. الموقع المنشور بقي كما كان.",
        "serving": "الموقع معروض في {url}. للإيقاف: Ctrl+C.",
        "usage": "الأمر غير صحيح: {problem}",
        "usage-url": "«{found}» لا يشبه https://www.example.org/guide/",
        "usage-number": "اكتب عددا صحيحا، 1 أو أكثر",
        "usage-port": "أكبر رقم منفذ هو 65535",
        "no-collection": "لا تعلن site.yaml عن مجموعة باسم «{name}».",
        "no-page": "لا توجد صفحة باسم «{name}».",
        "missing": "لا وجود لـ «{path}».",
        "denied": "«{path}»: لا يحق لهذا الحساب أن يقرأه أو أن يكتب فيه.",
        "full": "«{path}»: لم يبق مكان في القرص.",
        "system": "«{path}»: {problem}.",
        "epoch": "قيمة SOURCE_DATE_EPOCH ليست تاريخا: {found}.",
        "no-folder": "«{path}» ليس مجلدا. انقله، أو اختر غيره بالخيار --output.",
        "among-sources": "«{path}» داخل {folder}/ حيث ملفات المصدر. اختر غيره بالخيار --output.",
        "others": "في «{path}» ملفات لم يكتبها Dalil، منها «{first}». لم يتغير شيء. انقلها، أو "
        "اختر مجلدا آخر بالخيار --output.",
        "in-the-way": "الملف «{path}» لم يكتبه Dalil، وللموقع الآن صفحة بهذا الاسم. لم يتغير شيء. "
        "انقل هذا الملف.",
    },
}


def sentence(language: str, name: str, /, **values: object) -> str:
    """One sentence, its values filled in; KeyError for a name that is not there."""
    return SENTENCES[language][name].format_map(values)
