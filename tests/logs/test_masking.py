"""Secrets are hidden, what only looks like one is not, and a masked line still reads."""

import pytest

from app.logs import mask, mask_log

RANDOM = "A1b2C3d4E5f6G7h8"
LONG = RANDOM * 2
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc-DEF_123"
KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\nq83vAbCdEf==\n-----END RSA PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("aws-key", "id AKIAIOSFODNN7EXAMPL3 used", "id AKIA**** used"),
        ("secret", f"AWS_SECRET_ACCESS_KEY={RANDOM}/x+y", "AWS_SECRET_ACCESS_KEY=****"),
        ("secret", f"aws_secret_access_key = {RANDOM}", "aws_secret_access_key = ****"),
        ("github-token", f"token ghp_{LONG}", "token ghp_****"),
        ("github-token", f"github_pat_{LONG}", "github_pat_****"),
        ("gitlab-token", f"glpat-{RANDOM}wxyz", "glpat-****"),
        ("slack-token", "xoxb-123456789012-abcdef", "xoxb-****"),
        (
            "slack-token",
            "https://hooks.slack.com/services/T00000/B000/abcdefgh",
            "https://hooks.slack.com/services/****",
        ),
        ("stripe-key", f"sk_live_{RANDOM}", "sk_live_****"),
        ("google-key", f"AIzaSyA{LONG}", "AIza****"),
        ("openai-key", f"sk-proj-{LONG}", "sk-proj-****"),
        ("openai-key", f"sk-{LONG}", "sk-****"),
        ("npm-token", f"npm_{LONG}", "npm_****"),
        ("pypi-token", f"pypi-AgEIcHlwaS5vcmc{LONG}", "pypi-****"),
        ("azure-key", f"AccountName=x;AccountKey={LONG}==;Suffix=y", "AccountName=x;AccountKey=****;Suffix=y"),
        ("sendgrid-key", f"SG.{RANDOM}abcdef.{LONG}", "SG.****"),
        ("jwt", f"got {JWT} back", "got eyJh**** back"),
        ("authorization", "Authorization: Bearer abcdef123456", "Authorization: Bearer ****"),
        ("authorization", "-H 'Authorization: Basic dXNlcjpwYXNz' x", "-H 'Authorization: Basic ****' x"),
        ("api-key", "X-Api-Key: 12345abcdef", "X-Api-Key: ****"),
        ("cookie", "Cookie: session=abc123; other=1", "Cookie: session=****"),
        ("cookie", "Set-Cookie: sid=s%3Aabc; Path=/", "Set-Cookie: sid=****"),
        ("url-password", "postgres://app:hunter2@db:5432/x", "postgres://app:****@db:5432/x"),
        ("url-password", "redis://:s3cret@cache:6379/0", "redis://:****@cache:6379/0"),
        ("url-password", "amqp://app:p@ss@mq:5672/", "amqp://app:****@mq:5672/"),
        ("password", "mysql -u root -phunter2 shop", "mysql -u root -p**** shop"),
        ("password", "run --password hunter2 -v", "run --password **** -v"),
        ("secret", "run --token=abcdef -v", "run --token=**** -v"),
        ("password", "password=hunter2", "password=****"),
        ("password", "  password: correcthorse", "  password: ****"),
        ("password", '"password": "hun ter2",', '"password": "****",'),
        ("password", r'"{\"password\":\"hunter2\"}"', r'"{\"password\":\"****\"}"'),
        ("secret", '{"client_secret":"abc"}', '{"client_secret":"****"}'),
        ("password", "PGPASSWORD=hunter2 psql", "PGPASSWORD=**** psql"),
        (
            "password",
            "Server=db;User Id=sa;Password=Pa$$w0rd;Encrypt=True",
            "Server=db;User Id=sa;Password=****;Encrypt=True",
        ),
        ("password", "1700000000.1 [0 10.0.0.1:1] AUTH s3cr3tpass1", "1700000000.1 [0 10.0.0.1:1] AUTH ****"),
        ("secret", "api_key: 'abc123'", "api_key: '****'"),
        ("secret", "token: 9f8e7d6c5b4a", "token: ****"),
        ("secret", "GET /x?access_token=abcdef123&y=1", "GET /x?access_token=****&y=1"),
        ("password", "CREATE USER x IDENTIFIED BY 'pw1'", "CREATE USER x IDENTIFIED BY '****'"),
        ("secret", "STRIPE_KEY=abc", "STRIPE_KEY=****"),
        ("anthropic-key", f"sk-ant-api03-{LONG}", "sk-ant-****"),
        ("hf-token", "hf_abcdefghijABCDEFGHIJabcdefghijABCDEF", "hf_****"),
        ("vault-token", f"login with hvs.{LONG}", "login with hvs.****"),
        ("digitalocean-token", f"dop_v1_{'0123456789abcdef' * 4}", "dop_v1_****"),
        ("google-token", "refresh 1//0gabcdefghijklmnopqrstuv", "refresh 1//0****"),
        ("heroku-key", "HRKU-01234567-89ab-cdef-0123-456789abcdef", "HRKU-****"),
        ("linear-key", f"lin_api_{LONG}", "lin_api_****"),
        ("age-key", f"AGE-SECRET-KEY-1{'QPZRY9X8GF2TVDW0' * 4}", "AGE-SECRET-KEY-****"),
        ("discord-token", f"discord.com/api/webhooks/12345/{LONG}", "discord.com/api/webhooks/12345/****"),
        (
            "aws-key",
            f"aws configure set aws_secret_access_key {LONG}A/b+C3d4",
            "aws configure set aws_secret_access_key ****",
        ),
        ("aws-key", "?X-Amz-Signature=0123456789abcdef0123&x=1", "?X-Amz-Signature=****&x=1"),
        ("azure-key", "/c?sv=2022&sig=abcdEFGH1234%2Bxyz0987%3D", "/c?sv=2022&sig=****"),
        ("cookie", "JSESSIONID=0123456789ABCDEF0123", "JSESSIONID=****"),
        ("secret", "X-Auth-Token: 9f8e7d6c5b4a3f2e", "X-Auth-Token: ****"),
        ("authorization", "proxy-authorization: Basic dXNlcjpwYXNz", "proxy-authorization: Basic ****"),
        ("password", "user=alice&password=hunter2&remember=1", "user=alice&password=****&remember=1"),
        ("secret", "client_id=x&client_secret=s3cr3tV4lue", "client_id=x&client_secret=****"),
        ("password", "jdbc:postgresql://db/x?user=a&password=hunter2", "jdbc:postgresql://db/x?user=a&password=****"),
        ("password", "host=db user=app password=hunter2 dbname=x", "host=db user=app password=**** dbname=x"),
        ("url-password", "mongodb+srv://app:hunter2@c0.example.test/x", "mongodb+srv://app:****@c0.example.test/x"),
        ("password", "curl -u alice:hunter2 https://x.example.test", "curl -u alice:**** https://x.example.test"),
        ("password", "redis-cli -h cache -a hunter2 ping", "redis-cli -h cache -a **** ping"),
        ("password", "docker login -u bob -p hunter2 example.test", "docker login -u bob -p **** example.test"),
        ("password", "sshpass -p 'hunter2' ssh web-1", "sshpass -p '****' ssh web-1"),
        ("password", "helm install x --set auth.password=hunter2", "helm install x --set auth.password=****"),
        ("password", "machine example.test login bob password pw", "machine example.test login bob password ****"),
        ("password", "ALTER ROLE app WITH PASSWORD 'hunter2';", "ALTER ROLE app WITH PASSWORD '****';"),
        ("password", "requirepass hunter2", "requirepass ****"),
        ("secret", "  secret_key_base: 0123456789abcdef", "  secret_key_base: ****"),
        ("secret", "//x.example.test/:_authToken=0123-4567-89ab", "//x.example.test/:_authToken=****"),
    ],
)
def test_a_secret_is_hidden_and_its_surroundings_stay(kind: str, text: str, expected: str) -> None:
    """Of each kind only the secret itself is replaced, and it is counted."""
    masked = mask(text)

    assert masked.text == expected
    assert masked.counts == {kind: 1}
    assert mask(masked.text).counts == {}


@pytest.mark.parametrize(
    "text",
    [
        "commit 3f786850e387550fdab836ed7e6dc881de23001b",
        "id 550e8400-e29b-41d4-a716-446655440000",
        "image x@sha256:d2448cbdfedadf067ab369c4674eecf6c54733e1aabbccddeeff001122334455",
        f"integrity sha512-{LONG * 2}==",
        "background: data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUA",
        "SyntaxError: Unexpected token < in JSON at position 0",
        "SyntaxError: Unexpected token: punc (})",
        "invalid token: malformed",
        "Token expired",
        'FATAL: password authentication failed for user "app"',
        "Access denied for user 'root'@'172.17.0.4' (using password: YES)",
        "(using password: NO)",
        "token_type=bearer",
        "max_tokens: 4096",
        "total_tokens=1234",
        "password=",
        "password=null",
        "PASSWORD=***",
        "password: <set>",
        "password=$DB_PASSWORD",
        "GH_TOKEN: ***",
        "ModuleNotFoundError: No module named 'secrets'",
        "KeyError: 'password'",
        'secret "db-credentials" not found',
        "couldn't find key password in Secret shop/db",
        "duplicate key value violates unique constraint",
        "primary key: id",
        "sort_key=name",
        "cache-key: linux-node-abc123",
        "http://localhost:8080/a@b",
        "git@github.com:x/y.git",
        "pass=12 fail=0",
        "PASS: test_x",
        "bypass=1",
        "compass: north",
        "USER=root PWD=/home/matt",
        "Authorization header missing",
        "Authorization failed: denied",
        "Bearer token is missing",
        'mysql -p"$MYSQL_ROOT_PASSWORD" shop',
        "docker run -p 8080:80 mysql",
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB",
        "Can't locate revision identified by '7b6c1e9a6a33'",
        "    password=get_password(user),",
        '    password=config["db"]["password"],',
        "http://localhost:8080?email=a@b.example",
        "PASSWORD_FILE=/run/secrets/db",
        "fetch(url, {credentials: 'include'})",
        "md5 9e107d9d372bb6826bd81d3542a419d6",
        "d2448cbdfedadf067ab369c4674eecf6c54733e1aabbccddeeff001122334455  app.tar",
        'etag: "33a64df551425fcc55e4d42a148795d9f25f89d4"',
        "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "ED25519 SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8",
        "go.sum: h1:abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG=",
        "request-id: 550e8400e29b41d4a716446655440000",
        '<img src="data:image/jpeg;base64,/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAMC">',
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4",
        "public_key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoq",
        "key_id: 12, primary_key=True, key=user:42",
        "The security token included in the request is expired",
        "secretKeyRef: name: db key: password",
        "at com.example.TokenFilter.doFilter(TokenFilter.java:41)",
        "docker run -p 5432:5432 --name login db",
        "CREATE ROLE app LOGIN PASSWORD NULL",
        "requirepass ****",
        "session_id=550e8400-e29b-41d4-a716-446655440000",
    ],
)
def test_what_only_looks_like_a_secret_stays(text: str) -> None:
    """Digests, ids, ordinary words and empty values are not touched."""
    masked = mask(text)

    assert (masked.text, masked.counts) == (text, {})


def test_a_private_key_keeps_its_lines() -> None:
    """A key over several lines is hidden line by line, so that the lines below keep their numbers."""
    masked = mask_log(f"before\n{KEY}\nafter\n")

    assert masked.text == (
        "before\n-----BEGIN RSA PRIVATE KEY-----\n****\n****\n-----END RSA PRIVATE KEY-----\nafter\n"
    )
    assert masked.counts == {"private-key": 1}
    assert mask_log(masked.text).counts == {}


def test_a_private_key_on_one_line_is_hidden() -> None:
    """A key with its line ends escaped is hidden too."""
    masked = mask(KEY.replace("\n", "\\n"))

    assert masked.text == "-----BEGIN RSA PRIVATE KEY-----****-----END RSA PRIVATE KEY-----"


def test_a_certificate_is_no_secret() -> None:
    """Only private keys are hidden."""
    text = "-----BEGIN CERTIFICATE-----\nMIIEpAIBAAKCAQEA\n-----END CERTIFICATE-----\n"

    assert mask_log(text).text == text


def test_of_secrets_that_overlap_nothing_stays() -> None:
    """Where one mask ends inside another's secret, both are hidden as one."""
    masked = mask("password=a://u:first,second@host")

    assert masked.text == "password=****@host"
    assert masked.counts == {"password": 1}


def test_secrets_are_counted_by_kind() -> None:
    """The answer says how many of which kind were hidden."""
    masked = mask_log(f"password=a1\nok\nPASSWORD=b2 glpat-{LONG}\n")

    assert masked.counts == {"password": 2, "gitlab-token": 1}


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("password=hunter2 failed", "failed", "failed"),
        ("login password=hunter2 failed", "login", "login"),
        ("password=hunter2 failed", "hunter2", "****"),
        ("password=hunter2 failed", "nter", "****"),
        ("password=hunter2 failed", "password=hunter2 failed", "password=**** failed"),
        ("é password=hunter2 token=abc9 end", "end", "end"),
        ("é password=hunter2 token=abc9 end", "r2 token=a", "**** token=****"),
        ("nothing here", "here", "here"),
    ],
)
def test_a_span_is_found_in_the_masked_text(text: str, part: str, expected: str) -> None:
    """Offsets of the original are mapped; a span that cuts a secret takes in all of what stands for it."""
    masked = mask(text)
    start = text.index(part)

    first, last = masked.span(start, start + len(part))

    assert masked.text[first:last] == expected


def test_whole_logs_and_single_lines_are_masked_alike() -> None:
    """Masking a log is masking each of its lines."""
    lines = ["x", "password=hunter2", "", "token: 9f8e7d6c5b4a", "AKIAIOSFODNN7EXAMPL3", "İ password=hunter2"]

    assert mask_log("\n".join(lines)).text.split("\n") == [mask(line).text for line in lines]
