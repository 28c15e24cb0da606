"""Send a log to the paste box."""

from fastapi.testclient import TestClient

CRASH = """\
23:11:57 INFO     Starting new instance
Traceback (most recent call last):
  File "/app/main.py", line 7, in <module>
    import orders.pricing
ModuleNotFoundError: No module named 'orders.pricing'
23:12:01 ERROR    STARTUP TCP probe failed on port 8080
"""


def send(client: TestClient, log: str | bytes, **fields: str) -> str:
    """The address of the diagnosis of a log."""
    answer = client.post("/d", files={"log": (None, log)}, data=fields)
    assert answer.status_code == 303, answer.text
    location: str = answer.headers["location"]
    return location
