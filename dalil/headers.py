"""What a host should say with every file: who may do what, and how long a copy stays good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dalil.csp import Needs, policy

if TYPE_CHECKING:
    from dalil.facts import Reading

LASTING = "public, max-age=31536000, immutable"
"""For a file whose name changes with its bytes: a year, and no question whether it is still so."""
CHECKED = "no-cache"
"""For all others: a copy is kept, but shown only once the host has said that it is still so."""
FINGERPRINTED = r"\.[0-9a-f]{10}\.[a-z0-9]+$"
LOADED = r"\.[0-9a-f]{10}\.(?!svg$)[a-z0-9]+$"
"""What a page loads and nobody opens by itself, as one might a drawing: what protects documents
would be a kilobyte in vain for each of these.
"""
OF_DOCUMENTS = (
    "Content-Security-Policy", "Referrer-Policy",
    "Permissions-Policy", "Cross-Origin-Opener-Policy",
)  # fmt: skip
COMPRESSED = (
    "text/html", "text/css", "text/javascript", "application/json", "application/manifest+json",
    "application/xml", "application/atom+xml", "image/svg+xml",
)  # fmt: skip

STRICT_TRANSPORT = "Strict-Transport-Security", "max-age=31536000"
WHY_NOT_STRICT = (
    "Not switched on by itself: browsers would refuse plain http for a year, on every page of this",
    "host. Switch it on when the whole host has answered over https for a while.",
)

_NEVER_USED = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")


def security(reading: Reading) -> tuple[tuple[str, str], ...]:
    """(Name, value) of the headers that protect readers."""
    return (
        ("Content-Security-Policy", policy(Needs(*reading.ask("needs")), header=True)),
        ("X-Content-Type-Options", "nosniff"),
        # Which page somebody has read of a site about disability is nobody else's business.
        ("Referrer-Policy", "same-origin"),
        ("Permissions-Policy", ", ".join(f"{name}=()" for name in _NEVER_USED)),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    )


def apache(reading: Reading) -> list[str]:
    """The lines of `.htaccess`. They need `AllowOverride FileInfo` and mod_headers."""
    name, value = STRICT_TRANSPORT
    compressed = " ".join(COMPRESSED)
    return [
        "<IfModule mod_headers.c>",
        *(f'Header always set {name} "{value}"' for name, value in security(reading)),
        *(f"# {line}" for line in WHY_NOT_STRICT),
        f'# Header always set {name} "{value}"',
        f'Header set Cache-Control "{CHECKED}"',
        f'<FilesMatch "{FINGERPRINTED}">',
        f'Header set Cache-Control "{LASTING}"',
        "</FilesMatch>",
        f'<FilesMatch "{LOADED}">',
        *(f"Header always unset {name}" for name in OF_DOCUMENTS),
        "</FilesMatch>",
        "</IfModule>",
        "<IfModule mod_mime.c>",
        "AddType application/manifest+json .webmanifest",
        "AddType font/woff2 .woff2",
        "AddType text/javascript .js",
        "</IfModule>",
        "<IfModule mod_filter.c>",
        "<IfModule mod_deflate.c>",
        f"AddOutputFilterByType DEFLATE {compressed}",
        "</IfModule>",
        "</IfModule>",
    ]
