"""The ordered table of masks: how each kind of secret is recognised and what of it stays to be read."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mask:
    """One kind of secret.  The group ``secret`` of *pattern* is what is hidden; the rest of the match is kept.

    *hints*: lower-case texts of which a line holds at least one if it can match.
    """

    kind: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]


# What stands for a value and is none.
_NONE = (
    r"(?!(?:\*+|x{3,}|\.{3,}|YES|NO|none|null|nil|true|false|undefined|empty|redacted|hidden|masked|changeme|required|missing"
    r"|invalid|expired|unknown|failed|error|revoked|found|valid|not|ok|str|string|include|omit)(?![\w-])"
    r"|(?:os\.environ|process\.env|secrets\.|env\.|self\.|settings\.|config\.|System\.getenv)"
    r"|[<$%{(*]|\\[nu]|\[(?:FILTERED|REDACTED|MASKED|hidden|redacted))"
)
# "pass" alone is also what a test does, and PWD is a folder.
_LOGIN_WORD = (
    r"(?:pass(?:word|wd|phrase|wrd)|pwd(?!\W{1,3}[/~])|passw|(?<=[_-])pass"
    r"|(?:(?<=db)|(?<=user)|(?<=root)|(?<![A-Za-z0-9_-]))pass(?==(?!\d+\b)))"
)
_KEY_OF = (
    "access",
    "api",
    "auth",
    "private",
    "account",
    "secret",
    "encryption",
    "signing",
    "master",
    "role",
    "storage",
)
# Only the end of the name matters, because the name stays to be read.
_KEY_WORD = (
    r"(?:secret|token|credentials?|apikey|(?<![A-Za-z])sas|(?:"
    + "|".join(rf"(?<={name}[_-])|(?<={name})" for name in _KEY_OF)
    + r")key)"
)
# A line that has the word "key" alone, as every cache writes, need not be looked at closely.
TELLING = {"key": re.compile(rf"(?:{'|'.join(_KEY_OF)})[_-]?key")}
_ENDS = r"(?![A-Za-z])(?:[_-]?(?:value|hash|base64|plain|text|\d{1,2}))?"
_QUOTED = rf"(?P<quote>\\?[\"']){_NONE}(?P<secret>(?:(?!(?P=quote))[^\n]){{1,4096}}?)(?P=quote)"
# What is called is code, and no value.
_BARE = rf"{_NONE}(?P<secret>[^\s\"'&;,()\[\]}}\\]{{1,4096}}+)(?![(\[])"
# A bare word after "token: " is prose unless it looks like no word.
_RANDOM = rf"{_NONE}(?P<secret>(?=[\w.+/=~:-]{{0,40}}\d)(?=[^\sA-Za-z]{{0,40}}[A-Za-z])[\w.+/=~:-]{{8,4096}}+)(?!\()"
_EQUALS = r"(?::=|=>|=)"
_ANY_SIGN = r"(?::=|=>|[:=])"
_SCHEMES = r"(?:(?:Bearer|Basic|Token|Digest|Negotiate|ApiKey|AWS4-HMAC-SHA256)\s{1,3})?+"
_ABOUT_AUTHORIZATION = r"(?!(?:failed|denied|error|required|header|is|was|for|missing)\b)"
_OPTION_VALUE = r"(?![-*<${|])"


def _mask(kind: str, hints: str, pattern: str, *, ignore_case: bool = False) -> Mask:
    return Mask(kind, tuple(hints.split()), re.compile(pattern, re.IGNORECASE if ignore_case else 0))


# Known by how they begin, whatever they are called.
_KEYS: tuple[Mask, ...] = (
    _mask(
        "private-key",
        "-----begin",
        r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?P<secret>(?:(?!-----)[^*]){1,20000})(?:-----END|\Z)",
    ),
    _mask("jwt", "eyj", r"(?<![\w-])eyJ\w?(?P<secret>[\w-]{8,8192}+\.[\w-]{4,16384}+(?:\.[\w-]{0,8192})?)"),
    _mask("aws-key", "akia asia", r"(?<![A-Za-z0-9])(?:AKIA|ASIA)(?P<secret>[A-Z0-9]{16})(?![A-Za-z0-9])"),
    _mask("github-token", "ghp_ gho_ ghu_ ghs_ ghr_", r"(?<![A-Za-z0-9])gh[pousr]_(?P<secret>[A-Za-z0-9]{20,255})"),
    _mask("github-token", "github_pat_", r"(?<![A-Za-z0-9])github_pat_(?P<secret>\w{22,255})"),
    _mask(
        "gitlab-token", "glpat- gldt- glrt- glcbt- glptt-", r"(?<!\w)gl(?:pat|dt|rt|cbt|ptt)-(?P<secret>[\w-]{16,255})"
    ),
    _mask("slack-token", "xox xapp-", r"(?<!\w)(?:xox[abeoprs]-|xapp-)(?P<secret>[\w-]{10,512})"),
    _mask(
        "slack-token",
        "hooks.slack.com",
        r"hooks\.slack\.com/(?:services|workflows)/(?P<secret>[A-Za-z0-9]{4,64}/[\w/]{8,255})",
    ),
    _mask("stripe-key", "sk_live_ sk_test_ rk_live_ rk_test_", r"(?<!\w)[sr]k_(?:live|test)_(?P<secret>\w{10,255})"),
    _mask("stripe-key", "whsec_", r"(?<!\w)whsec_(?P<secret>\w{10,255})"),
    _mask("google-key", "aiza", r"(?<![\w-])AIza(?P<secret>[\w-]{35})(?![\w-])"),
    _mask("google-token", "ya29.", r"(?<!\w)ya29\.(?P<secret>[\w-]{20,2048})"),
    _mask("anthropic-key", "sk-ant-", r"(?<![\w-])sk-ant-(?P<secret>[\w-]{20,255})"),
    _mask(
        "openai-key",
        "sk-",
        r"(?<![\w-])sk-(?!ant-)(?:proj-|svcacct-|admin-|or-v1-)?(?P<secret>(?=[\w-]{0,60}\d)[A-Za-z0-9_][\w-]{18,255})(?![\w-])",
    ),
    _mask("npm-token", "npm_", r"(?<!\w)npm_(?P<secret>[A-Za-z0-9]{30,64})(?!\w)"),
    _mask("pypi-token", "pypi-age", r"(?<!\w)pypi-(?P<secret>AgE[\w-]{30,1024})"),
    _mask("hf-token", "hf_", r"(?<!\w)hf_(?P<secret>[A-Za-z]{30,64})(?!\w)"),
    _mask("sendgrid-key", "sg.", r"(?<!\w)SG\.(?P<secret>[\w-]{16,64}\.[\w-]{16,128})"),
    _mask("docker-token", "dckr_", r"(?<!\w)dckr_(?:pat|oat)_(?P<secret>[\w-]{20,64})"),
    _mask("vault-token", "hvs. hvb.", r"(?<!\w)hv[sb]\.(?P<secret>[\w-]{20,512})"),
    _mask("digitalocean-token", "_v1_", r"(?<!\w)do[opr]_v1_(?P<secret>[a-f0-9]{64})"),
    _mask("google-token", "1//0", r"(?<![\w/:.])1//0(?P<secret>[\w-]{20,256})"),
    _mask("heroku-key", "hrku-", r"(?<!\w)HRKU-(?P<secret>[\w-]{30,128})"),
    _mask("linear-key", "lin_api_", r"(?<!\w)lin_api_(?P<secret>\w{30,64})"),
    _mask("age-key", "age-secret-key-", r"AGE-SECRET-KEY-(?P<secret>1[A-Z0-9]{50,128})"),
    _mask("telegram-token", ":aa", r"(?<!\d)\d{8,10}:(?P<secret>AA[\w-]{33})(?!\w)"),
)

# Known by the header, address or command that they stand in.
_PLACES: tuple[Mask, ...] = (
    _mask(
        "azure-key", "accesskey= accountkey=", r"(?:Account|Access)Key=(?P<secret>[^;\s\"'*]{1,512})", ignore_case=True
    ),
    _mask("azure-key", "sig=", r"[?&]sig=(?P<secret>[\w%+/-]{20,512})"),
    _mask("aws-key", "x-amz-", r"X-Amz-(?:Signature|Credential)=(?P<secret>[\w%/-]{16,512})"),
    _mask(
        "authorization",
        "authorization",
        rf"Authorization[\"']?\s{{0,3}}[:=]\s{{0,3}}[\"']?{_SCHEMES}{_NONE}{_ABOUT_AUTHORIZATION}(?P<secret>[^\s\"',;}}\\]{{4,8192}})",
        ignore_case=True,
    ),
    _mask("bearer", "bearer", r"\bBearer\s{1,3}(?P<secret>(?=\S{0,40}[\d.])[\w.~+/=-]{16,8192})", ignore_case=True),
    _mask("basic", "basic", r"\bBasic\s(?P<secret>(?=[A-Za-z0-9+/]{1,80}[A-Z=])[A-Za-z0-9+/]{12,2048}={0,2})(?![\w-])"),
    _mask(
        "cookie",
        "cookie",
        r"(?<![\w-])(?:Set-)?Cookie[\"']?\s{0,3}[:=]\s{0,3}[\"']?[\w.%-]{1,100}=(?P<secret>(?!\*{4})[^\s\"'][^\"'\n]{0,8192})",
        ignore_case=True,
    ),
    _mask("api-key", "api-key", rf"X-Api-Key[\"']?\s{{0,3}}[:=]\s{{0,3}}[\"']?{_BARE}", ignore_case=True),
    _mask(
        "url-password",
        "://",
        r"://[^\s/:@\"'<>?#]{0,256}:(?P<secret>(?![*<${%])[^\s/\"'<>?#]{1,256})@(?=[\w\[.-])",
    ),
    _mask("url-password", "://", r"://(?P<secret>(?=[\w-]{0,60}\d)[\w-]{20,255})@(?=[\w.-])"),
    _mask(
        "password",
        "mysql maria",
        r"\b(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump)(?:\.exe)?\b[^\n|;&]{0,150}?\s-p(?P<secret>(?![*$<'\"{]|assword)[^\s'\"*]{1,128})",
    ),
    _mask(
        "password",
        "auth",
        r"(?:^|[\s>\"])AUTH[\"']?\s{1,2}[\"']?(?:[\w.-]{1,64}[\"']?\s[\"']?)?(?P<secret>(?=\S{0,60}\d)[^\s\"'*:=]{6,256})(?=[\s\"']|\Z)",
    ),
    _mask(
        "discord-token",
        "/api/webhooks/",
        r"discord(?:app)?\.com/api/webhooks/\d{1,20}/(?P<secret>[\w-]{20,128})",
    ),
    _mask(
        "aws-key",
        "aws_secret_access_key",
        r"aws_secret_access_key[\"']?\s{1,3}[\"']?(?P<secret>[A-Za-z0-9/+]{40})(?![\w/+])",
        ignore_case=True,
    ),
    _mask(
        "cookie",
        "sessid= sessionid=",
        r"(?<![\w-])(?:PHPSESSID|JSESSIONID|sessionid)=(?P<secret>[\w.%-]{16,512})",
        ignore_case=True,
    ),
    _mask(
        "password",
        " -p",
        r"(?:\b(?:docker|podman|buildah|skopeo|nerdctl|helm|oc|az)\b[^\n|;&]{0,80}?\slogin\b[^\n|;&]{0,150}?\s-p\s|\bsshpass\s-p\s?)"
        r"\s?(?P<quote>[\"']?)(?P<secret>(?![*$<{])[^\s\"']{1,256})(?P=quote)",
    ),
    _mask(
        "password",
        "machine",
        r"\bmachine\s\S{1,256}\s{1,8}login\s\S{1,256}\s{1,8}password\s(?P<secret>(?![*$<{])\S{1,256})",
    ),
    _mask(
        "password",
        "requirepass masterauth",
        r"\b(?:requirepass|masterauth)[\"']?\s{1,3}[\"']?(?P<secret>(?![*$<{\"'])[^\s\"']{1,256})",
    ),
    _mask("password", "redis-cli", r"redis-cli\b[^\n|;&]{0,150}?\s-a\s{1,2}(?P<secret>(?![*$<{])\S{1,256})"),
    _mask(
        "password",
        "curl",
        r"\bcurl\b[^\n|;&]{0,150}?\s(?:-u|--user)[ =]?[\"']?[^\s:\"']{1,128}:(?P<secret>(?![*$<{])[^\s\"']{1,256})",
    ),
    _mask(
        "password",
        "password '",
        r"\b(?:ROLE|USER)\b[^\n;]{0,200}?\bPASSWORD '(?P<secret>(?!\*{4})[^'\n]{1,256})",
        ignore_case=True,
    ),
    _mask(
        "password",
        "identified",
        r"\bIDENTIFIED (?:WITH \S{1,60} )?(?:BY|AS) (?P<quote>['\"])(?P<secret>(?!\*{4})(?:(?!(?P=quote)).){1,256})",
    ),
)

_LOGIN_HINTS = "pass pwd"
_KEY_HINTS = "secret key token credential sas"

# Known by the name that they are given: fields of forms, YAML, JSON, connection strings, variables, flags.
_NAMED: tuple[Mask, ...] = (
    _mask(
        "password",
        _LOGIN_HINTS,
        rf"{_LOGIN_WORD}{_ENDS}\\?[\"']?\s{{0,3}}{_ANY_SIGN}\s{{0,3}}{_QUOTED}",
        ignore_case=True,
    ),
    _mask("password", _LOGIN_HINTS, rf"{_LOGIN_WORD}{_ENDS}\\?[\"']?{_EQUALS}{_BARE}", ignore_case=True),
    _mask("password", _LOGIN_HINTS, rf"{_LOGIN_WORD}{_ENDS} {{1,3}}{_EQUALS} {{1,3}}{_RANDOM}", ignore_case=True),
    _mask(
        "password",
        _LOGIN_HINTS,
        rf"^[ \t-]{{0,40}}[\w.\"'-]{{0,40}}?{_LOGIN_WORD}{_ENDS}[\"']?:[ \t]{{0,3}}{_BARE}",
        ignore_case=True,
    ),
    _mask(
        "password",
        _LOGIN_HINTS,
        rf"{_LOGIN_WORD}{_ENDS}[\"']?:[ \t]{{0,2}}{_NONE}(?P<secret>(?=[^\s\"',;]{{0,40}}[\d!@#$%^&])[^\s\"',;]{{4,256}})",
        ignore_case=True,
    ),
    _mask(
        "password",
        _LOGIN_HINTS,
        rf"--?[\w-]{{0,30}}?{_LOGIN_WORD}\s{{1,2}}{_OPTION_VALUE}(?P<secret>\S{{1,256}})",
        ignore_case=True,
    ),
    _mask(
        "secret", _KEY_HINTS, rf"{_KEY_WORD}{_ENDS}\\?[\"']?\s{{0,3}}{_ANY_SIGN}\s{{0,3}}{_QUOTED}", ignore_case=True
    ),
    _mask("secret", _KEY_HINTS, rf"{_KEY_WORD}{_ENDS}\\?[\"']?{_EQUALS}{_BARE}", ignore_case=True),
    _mask("secret", _KEY_HINTS, rf"{_KEY_WORD}{_ENDS}[\"']? {{0,3}}{_ANY_SIGN} {{0,3}}{_RANDOM}", ignore_case=True),
    _mask(
        "secret",
        _KEY_HINTS,
        rf"(?<!\S)--?[\w-]{{0,30}}?{_KEY_WORD} {{1,2}}{_OPTION_VALUE}(?P<secret>\S{{6,512}})",
        ignore_case=True,
    ),
    _mask(
        "secret",
        "secret_key_base",
        rf"secret_key_base[\"']?\s{{0,3}}[:=]\s{{0,3}}[\"']?{_BARE}",
        ignore_case=True,
    ),
    _mask("secret", "_key= _secret= _token= _pat=", rf"(?<!\w)[A-Z][A-Z0-9_]{{0,60}}_(?:KEY|SECRET|TOKEN|PAT)={_BARE}"),
)

MASKS: tuple[Mask, ...] = (*_KEYS, *_PLACES, *_NAMED)
