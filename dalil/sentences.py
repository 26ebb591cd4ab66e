"""What the command line itself says, in the languages of the messages.

These stand here and not with the messages of faults: a good build must not load those.
"""

from __future__ import annotations

SENTENCES: dict[str, dict[str, str]] = {
    "en": {
        "built": "{pages} pages, {languages} languages, {rendered} rendered",
        "kept": "nothing published",
        "waiting": "Another build of this site is running: waiting for it to end.",
        "foreign": "«{path}» in the output folder is not ours; it was left there.",
        "agreed": "{count} pages agree with their form in another language: remembered.",
        "older": "Older than its form in another language: {path}",
        "stopped": "Stopped. The published site is as it was.",
    },
    "fr": {
        "built": "Pages : {pages} ; langues : {languages} ; pages rendues : {rendered}",
        "kept": "rien n’est publié",
        "waiting": "Une autre construction de ce site est en cours : on attend sa fin.",
        "foreign": "« {path} », dans le dossier de sortie, n’est pas à nous : laissé en place.",
        "agreed": "Pages à jour de leur version dans une autre langue, retenues : {count}.",
        "older": "Plus ancienne que sa version dans une autre langue : {path}",
        "stopped": "Arrêt. Le site publié est resté tel quel.",
    },
    "ar": {
        "built": "الصفحات: {pages}؛ اللغات: {languages}؛ الصفحات المحوَّلة: {rendered}",
        "kept": "لم يُنشر شيء",
        "waiting": "هناك بناء آخر لهذا الموقع قيد التنفيذ: ننتظر نهايته.",
        "foreign": "الملف «{path}» في مجلد النشر ليس من ملفاتنا، وقد تُرك في مكانه.",
        "agreed": "عدد الصفحات الموافقة لصيغتها بلغة أخرى، وقد حُفظت حالتها: {count}.",
        "older": "أقدم من صيغتها بلغة أخرى: {path}",
        "stopped": "توقف البناء. الموقع المنشور بقي كما كان.",
    },
}


def sentence(language: str, name: str, /, **values: object) -> str:
    """One sentence, its values filled in; KeyError for a name that is not there."""
    return SENTENCES[language][name].format_map(values)
