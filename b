## node-gyp-failed/3 node-gyp-failed []
> bcrypt@3.0.6 install /app/node_modules/bcrypt
> node-pre-gyp install --fallback-to-build

node-pre-gyp WARN Using needle for node-pre-gyp https download 
node-pre-gyp WARN Tried to download(404): https://github.com/kelektiv/node.bcrypt.js/releases/download/v3.0.6/bcrypt_lib-v3.0.6-node-v72-linux-x64-musl.tar.gz 
node-pre-gyp WARN Pre-built binaries not found for bcrypt@3.0.6 and node@12.22.12 (node-v72 ABI, musl) (falling back to source compile with node-gyp) 
gyp ERR! configure error 
gyp ERR! stack Error: Can't find Python executable "python", you can set the PYTHON env variable.
gyp ERR! stack     at PythonFinder.failNoPython (/usr/lib/node_modules/npm/node_modules/node-gyp/lib/configure.js:484:19)
gyp ERR! stack     at PythonFinder.<anonymous> (/usr/lib/node_modules/npm/node_modules/node-gyp/lib/configure.js:406:16)
gyp ERR! System Linux 4.19.76-linuxkit
gyp ERR! not ok 
node-pre-g
## node-module-not-found/2 node-module-not-found ['container-exited-nonzero', 'startup-probe-failed']
{"insertId":"8ded16ce36f79995a4673188","textPayload":"Starting new instance. Reason: DEPLOYMENT_ROLLOUT - Instance started due to traffic shifting between revisions due to deployment, traffic split adjustment, or deployment health check.","resource":{"type":"cloud_run_revision","labels":{"service_name":"hooks","revision_name":"hooks-00032-jig","project_id":"plover-prod","location":"us-west1","configuration_name":"hooks"}},"timestamp":"2024-11-12T19:08:30.338030Z","severity":"INFO","labels":{"instanceId":"5ca211cac7a3bc95890bc7fb54148f1acb91846f"},"logName":"projects/plover-prod/logs/run.googleapis.com%2Fvarlog%2Fsystem"}
{"insertId":"0cd3affbfd696d3d52f99cd8","textPayload":"node:internal/modules/esm/resolve:854\n  throw new ERR_MODULE_NOT_FOUND(packageName, fileURLToPath(base), null);\n        ^\n\nError [ERR_MODULE_NOT_FOUND]: Cannot find package 'undici' imported from /workspace/lib/ht
## node-watchers-exhausted/2 node-watchers-exhausted []
web_1  | Error from chokidar (/app/src/_components): Error: ENOSPC: System limit for number of file watchers reached, watch '/app/src/_components/PrivateRoute.jsx'
web_1  | Error from chokidar (/app/src/_components): Error: ENOSPC: System limit for number of file watchers reached, watch '/app/src/_components/index.js'
web_1  | Error from chokidar (/app/src/_helpers): Error: ENOSPC: System limit for number of file watchers reached, watch '/app/src/_helpers/history.js'
api_1  | [Nest] 1   - 06/08/2021, 9:11:02 AM   [NestApplication] Nest application successfully started +7ms
web_1  | ✔ Compiled successfully in 8.02s
## npm-eresolve/3 npm-eresolve []
2024-08-20T13:03:38.9000004Z ##[group]Run npm install --no-audit --no-fund
2024-08-20T13:03:38.9308144Z ##[endgroup]
2024-08-20T13:03:38.9539311Z npm ERR! code ERESOLVE
2024-08-20T13:03:38.9719933Z npm ERR! ERESOLVE unable to resolve dependency tree
2024-08-20T13:03:39.0200510Z npm ERR! 
2024-08-20T13:03:39.0885005Z npm ERR! While resolving: infra@1.0.0
2024-08-20T13:03:39.1533418Z npm ERR! Found: cdktf@0.20.8
2024-08-20T13:03:39.1555586Z npm ERR! node_modules/cdktf
2024-08-20T13:03:39.2667095Z npm ERR!   cdktf@"^0.20.8" from the root project
2024-08-20T13:03:39.3434480Z npm ERR! 
2024-08-20T13:03:39.4306507Z npm ERR! Could not resolve dependency:
2024-08-20T13:03:39.5158876Z npm ERR! peer cdktf@"^0.19.0" from @cdktf/provider-cloudflare@8.0.3
2024-08-20T13:03:39.6038364Z npm ERR! node_modules/@cdktf/provider-cloudflare
2024-08-20T13:03:39.6383238Z npm ERR!   @cdktf/provider-cloudflare@"8
## numpy-abi-mismatch/1 numpy-abi-mismatch []
[2021-05-11 15:40:02] INFO  train: resuming from s3://cv-runs/seg/0417/last.ckpt
[2021-05-11 15:40:02] INFO  train: world_size=4 rank=0 local_rank=0
Traceback (most recent call last):
  File "tools/train.py", line 11, in <module>
    from segkit.data import build_loader
  File "/workspace/segkit/data/__init__.py", line 2, in <module>
    from .coco import CocoMasks
  File "/workspace/segkit/data/coco.py", line 5, in <module>
    from pycocotools import mask as mask_util
  File "/opt/conda/lib/python3.7/site-packages/pycocotools/mask.py", line 3, in <module>
    import pycocotools._mask as _mask
  File "pycocotools/_mask.pyx", line 1, in init pycocotools._mask
ValueError: numpy.ndarray size changed, may indicate binary incompatibility. Expected 88 from C header, got 80 from PyObject
Killing subprocess 118
Killing subprocess 119
Killing subprocess 120
Killing subprocess 121
subprocess.Call
## oom-killed/1 oom-killed ['crash-loop-back-off']
Containers:
  thumbnailer:
    Container ID:   containerd://ee4bbdd0f1426af7fe27ad8686f0fb7b8d5baef2cb3e2c27888e0430f41c3b2f
    Image:          registry.gitlab.com/lumenbox/thumbnailer:v1.9.0
    Port:           8000/TCP
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       OOMKilled
      Exit Code:    137
      Started:      Fri, 15 Nov 2024 09:56:14 +0200
      Finished:     Fri, 15 Nov 2024 09:56:31 +0200
    Ready:          False
    Restart Count:  5
    Limits:
      cpu:     500m
      memory:  256Mi
    Requests:
      cpu:        100m
      memory:     256Mi
Events:
  Type     Reason   Age                   From     Message
  ----     ------   ----                  ----     -------
  Normal   Pulled   109s (x6 over 5m9s)   kubelet  Container image "registry.gitlab.com/lumenbox/thumbnailer:v1.9.0" already present on 
## pip-externally-managed/2 pip-externally-managed []
pi@meterbox:~ $ sudo pip3 install paho-mqtt minimalmodbus
error: externally-managed-environment

× This environment is externally managed
╰─> To install Python packages system-wide, try apt install python3-xyz, where x
yz is the package you are trying to install.
    
    If you wish to install a non-Debian-packaged Python package, create a virtua
l environment using python3 -m venv path/to/venv. Then use path/to/venv/bin/pyth
on and path/to/venv/bin/pip. Make sure you have python3-full installed.
    
    For more information visit http://rptl.io/venv

note: If you believe this is a mistake, please contact your Python installation 
or OS distribution provider. You can override this, at the risk of breaking your
 Python installation or OS, by passing --break-system-packages.
hint: See PEP 668 for the detailed specification.
pi@meterbox:~ $ python3 --version
Python 3.11.2
## pip-no-matching-distribution/1 pip-no-matching-distribution []
=> [base 4/9] COPY requirements.txt ./                                     0.0s
=> ERROR [base 5/9] RUN pip install -r requirements.txt                   3.4s
------
 > [base 5/9] RUN pip install -r requirements.txt:
1.033 Looking in indexes: https://packages.example.test/simple
1.402 Collecting aiobotocore==2.7.0 (from -r requirements.txt (line 1))
1.588   Downloading aiobotocore-2.7.0-py3-none-any.whl.metadata (20 kB)
3.119 ERROR: Could not find a version that satisfies the requirement heron-authlib==1.4.2 (from versions: none)
3.120 ERROR: No matching distribution found for heron-authlib==1.4.2
------
Dockerfile:17
--------------------
  15 |     COPY requirements.txt ./
  16 |     
  17 | >>> RUN pip install -r requirements.txt
  18 |     
  19 |     FROM base AS runtime
--------------------
ERROR: failed to solve: process "/bin/sh -c pip install -r requirements.txt" did not complete
## pip-wheel-build-failed/4 linker-library-missing ['pip-wheel-build-failed']
2024-10-28T13:44:59.0006728Z Building wheels for collected packages: mysqlclient
2024-10-28T13:44:59.0009555Z   Building wheel for mysqlclient (pyproject.toml): started
2024-10-28T13:45:02.2012381Z   Building wheel for mysqlclient (pyproject.toml): finished with status 'error'
2024-10-28T13:45:02.2019397Z   error: subprocess-exited-with-error
2024-10-28T13:45:02.2020518Z
2024-10-28T13:45:02.2021788Z   × Building wheel for mysqlclient (pyproject.toml) did not run successfully.
2024-10-28T13:45:02.2023980Z   │ exit code: 1
2024-10-28T13:45:02.2024645Z   ╰─> [47 lines of output]
2024-10-28T13:45:02.2028053Z       # Options for building extension module:
2024-10-28T13:45:02.2032876Z         extra_compile_args: ['-I/usr/include/mariadb', '-I/usr/include/mariadb/mysql', '-std=c99']
2024-10-28T13:45:02.2039164Z         extra_link_args: ['-L/usr/lib/x86_64-linux-gnu/', '-lmariadb', '-lssl', '-lc
## postgres-database-missing/2 postgres-database-missing []
db-1  | 
db-1  | PostgreSQL init process complete; ready for start up.
db-1  | 
db-1  | 2024-07-05 12:00:03.772 UTC [1] LOG:  starting PostgreSQL 16.3 on x86_64-pc-linux-musl, compiled by gcc (Alpine 13.2.1_git20240309) 13.2.1 20240309, 64-bit
db-1  | 2024-07-05 12:00:03.772 UTC [1] LOG:  listening on IPv4 address "0.0.0.0", port 5432
db-1  | 2024-07-05 12:00:03.779 UTC [1] LOG:  database system is ready to accept connections
db-1  | 2024-07-05 12:00:12.902 UTC [71] FATAL:  role "root" does not exist
db-1  | 2024-07-05 12:00:23.049 UTC [79] FATAL:  role "root" does not exist
db-1  | 2024-07-05 12:00:33.188 UTC [87] FATAL:  role "root" does not exist
db-1  | 2024-07-05 12:00:43.317 UTC [95] FATAL:  role "root" does not exist
Gracefully stopping... (press Ctrl+C again to force)
dependency failed to start: container shop-db-1 is unhealthy
## postgres-disk-full/3 postgres-disk-full ['systemd-unit-failed', 'postgres-not-accepting']
Nov 05 04:00:01 bi-host postgres[8102]: [7-1] 2023-11-05 04:00:01.870 CET [8102] ERROR:  could not write to file "base/pgsql_tmp/pgsql_tmp8102.14": No space left on device
Nov 05 04:00:02 bi-host postgres[8102]: [7-2] 2023-11-05 04:00:01.870 CET [8102] STATEMENT:  SELECT customer_id, array_agg(event ORDER BY ts) FROM events GROUP BY 1
Nov 05 04:01:06 bi-host postgres[901]: [12-1] 2023-11-05 04:01:06.113 CET [901] FATAL:  could not write lock file "postmaster.pid": No space left on device
Nov 05 04:01:07 bi-host postgres[899]: [3-1] 2023-11-05 04:01:06.117 CET [899] LOG:  database system is shut down
Nov 05 04:01:07 bi-host pg_ctlcluster[8240]: Error: /usr/lib/postgresql/13/bin/pg_ctl /usr/lib/postgresql/13/bin/pg_ctl start -D /var/lib/postgresql/13/main -l /var/log/postgresql/postgresql-13-main.log -s -o  -c config_file="/etc/postgresql/13/main/postgresql.conf"  exited with status 1:
Nov
## postgres-relation-missing/3 postgres-relation-missing ['container-exited-nonzero']
db-1       | 2024-10-02 21:15:33.018 UTC [1] LOG:  database system is ready to accept connections
sidekiq-1  | 2024-10-02T21:15:36.100Z pid=1 tid=4xh INFO: Booting Sidekiq 7.3.2 with Sidekiq::Config options {:url=>"redis://redis:6379/0"}
db-1       | 2024-10-02 21:15:37.554 UTC [62] ERROR:  relation "feature_flags" does not exist at character 454
db-1       | 2024-10-02 21:15:37.554 UTC [62] STATEMENT:  SELECT a.attname, format_type(a.atttypid, a.atttypmod),
db-1       |           pg_get_expr(d.adbin, d.adrelid), a.attnotnull, a.atttypid, a.atttypmod
db-1       |     WHERE a.attrelid = '"feature_flags"'::regclass
db-1       |       AND a.attnum > 0 AND NOT a.attisdropped
sidekiq-1  | PG::UndefinedTable: ERROR:  relation "feature_flags" does not exist (ActiveRecord::StatementInvalid)
sidekiq-1  | LINE 10:  WHERE a.attrelid = '"feature_flags"'::regclass
sidekiq-1  |                        
## postgres-too-many-connections/1 postgres-too-many-connections []
web-1    | [2024-02-19 08:14:02 +0000] [1] [INFO] Starting gunicorn 21.2.0
web-1    | [2024-02-19 08:14:02 +0000] [1] [INFO] Listening at: http://0.0.0.0:8000 (1)
web-1    | [2024-02-19 08:14:02 +0000] [9] [INFO] Booting worker with pid: 9
db-1     | 2024-02-19 08:21:44.310 UTC [212] FATAL:  sorry, too many clients already
db-1     | 2024-02-19 08:21:44.352 UTC [213] FATAL:  sorry, too many clients already
db-1     | 2024-02-19 08:21:45.001 UTC [214] FATAL:  sorry, too many clients already
web-1    | Internal Server Error: /api/v2/tickets/
web-1    | Traceback (most recent call last):
web-1    |   File "/usr/local/lib/python3.11/site-packages/django/db/backends/base/base.py", line 289, in ensure_connection
web-1    |     self.connect()
web-1    |   File "/usr/local/lib/python3.11/site-packages/django/utils/asyncio.py", line 26, in inner
web-1    |     return func(*args, **kwargs)
web-1  
## proxy-auth-or-tunnel-failed/1 proxy-auth-or-tunnel-failed ['pip-no-matching-distribution']
C:\src\planner> .venv\Scripts\pip install -r requirements.txt
WARNING: Retrying (Retry(total=4, connect=None, read=None, redirect=None, status
=None)) after connection broken by 'ProxyError('Cannot connect to proxy.', OSErr
or('Tunnel connection failed: 407 Proxy Authentication Required'))': /simple/ort
ools/
WARNING: Retrying (Retry(total=3, connect=None, read=None, redirect=None, status
=None)) after connection broken by 'ProxyError('Cannot connect to proxy.', OSErr
or('Tunnel connection failed: 407 Proxy Authentication Required'))': /simple/ort
ools/
WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status
=None)) after connection broken by 'ProxyError('Cannot connect to proxy.', OSErr
or('Tunnel connection failed: 407 Proxy Authentication Required'))': /simple/ort
ools/
ERROR: Could not find a version that satisfies the requirement ortools==9.10.406
7 (from ve
## pydantic-settings-parse/1 pydantic-settings-parse ['json-parse-error', 'container-exited-nonzero']
backend   | Running database migrations...
backend   | Traceback (most recent call last):
backend   |   File "/usr/local/lib/python3.12/site-packages/pydantic_settings/sources.py", line 545, in __call__
backend   |     field_value = self.prepare_field_value(field_name, field, field_value, value_is_complex)
backend   |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
backend   |   File "/usr/local/lib/python3.12/site-packages/pydantic_settings/sources.py", line 757, in prepare_field_value
backend   |     raise e
backend   |   File "/usr/local/lib/python3.12/site-packages/pydantic_settings/sources.py", line 754, in prepare_field_value
backend   |     value = self.decode_complex_value(field_name, field, value)
backend   |             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
backend   |   File "/usr/local/lib/python3.12/site-packages/pyd
## python-cannot-import-name/1 python-cannot-import-name ['container-exited-nonzero']
$ docker compose up
[+] Running 3/3
 ✔ Network guestbook_default    Created                                    0.1s
 ✔ Container guestbook-mysql-1  Started                                    0.6s
 ✔ Container guestbook-web-1    Started                                    0.9s
Attaching to mysql-1, web-1
mysql-1  | 2023-10-02 11:26:40+00:00 [Note] [Entrypoint]: Entrypoint script for MySQL Server 8.0.34-1.el8 started.
mysql-1  | 2023-10-02 11:26:40+00:00 [Note] [Entrypoint]: Switching to dedicated user 'mysql'
web-1    | Traceback (most recent call last):
web-1    |   File "/app/wsgi.py", line 3, in <module>
web-1    |     from guestbook import create_app
web-1    |   File "/app/guestbook/__init__.py", line 1, in <module>
web-1    |     from flask import Flask, request
web-1    |   File "/usr/local/lib/python3.9/site-packages/flask/__init__.py", line 7, in <module>
web-1    |     from .app 
## python-event-loop-misuse/1 python-event-loop-misuse []
[2024-09-23 11:20:00,041: INFO/MainProcess] Task billing.tasks.evaluate_budgets[d6a1f0ce-5c8b-4f0d-8f0a-5a6f1f2f2f31] received
[2024-09-23 11:20:00,377: ERROR/ForkPoolWorker-1] Task billing.tasks.evaluate_budgets[d6a1f0ce-5c8b-4f0d-8f0a-5a6f1f2f2f31] raised unexpected: RuntimeError("Task <Task pending name='Task-9' coro=<evaluate_budgets_async() running at /srv/billing/tasks.py:71> cb=[_run_until_complete_cb() at /usr/local/lib/python3.11/asyncio/base_events.py:180]> got Future <Future pending cb=[BaseProtocol._on_waiter_completed()]> attached to a different loop")
Traceback (most recent call last):
  File "/usr/local/lib/python3.11/site-packages/celery/app/trace.py", line 477, in trace_task
    R = retval = fun(*args, **kwargs)
                 ^^^^^^^^^^^^^^^^^^^^
  File "/usr/local/lib/python3.11/site-packages/celery/app/trace.py", line 760, in __protected_call__
    return self.run(*
## python-memory-error/3 python-memory-error ['systemd-unit-failed']
Sep 05 03:15:00 calc3 systemd[1]: Starting Rebuild of the kinship matrix...
Sep 05 03:15:02 calc3 kinship[19004]: reading 9681 genotypes from /data/panel7.npz
Sep 05 03:15:09 calc3 kinship[19004]: Traceback (most recent call last):
Sep 05 03:15:09 calc3 kinship[19004]:   File "/opt/kinship/build.py", line 52, in <module>
Sep 05 03:15:09 calc3 kinship[19004]:     main()
Sep 05 03:15:09 calc3 kinship[19004]:   File "/opt/kinship/build.py", line 47, in main
Sep 05 03:15:09 calc3 kinship[19004]:     k = np.einsum('im,jm->ij', g, g)
Sep 05 03:15:09 calc3 kinship[19004]:   File "<__array_function__ internals>", line 6, in einsum
Sep 05 03:15:09 calc3 kinship[19004]:   File "/usr/lib/python3/dist-packages/numpy/core/einsumfunc.py", line 1350, in einsum
Sep 05 03:15:09 calc3 kinship[19004]:     return c_einsum(*operands, **kwargs)
Sep 05 03:15:09 calc3 kinship[19004]: numpy.core._exceptions.Memo
## python-module-not-found/3 python-module-not-found ['systemd-unit-failed']
Feb 03 04:10:01 col-node07 systemd[1]: Started Carbon relay metrics shipper.
Feb 03 04:10:01 col-node07 relay-shipper[22817]: Traceback (most recent call last):
Feb 03 04:10:01 col-node07 relay-shipper[22817]:   File "/opt/shipper/bin/relay-shipper.py", line 19, in <module>
Feb 03 04:10:01 col-node07 relay-shipper[22817]:     from shipper.config import load_config
Feb 03 04:10:01 col-node07 relay-shipper[22817]:   File "/opt/shipper/shipper/config.py", line 6, in <module>
Feb 03 04:10:01 col-node07 relay-shipper[22817]:     import simplejson
Feb 03 04:10:01 col-node07 relay-shipper[22817]: ImportError: No module named simplejson
Feb 03 04:10:01 col-node07 systemd[1]: relay-shipper.service: Main process exited, code=exited, status=1/FAILURE
Feb 03 04:10:01 col-node07 systemd[1]: relay-shipper.service: Unit entered failed state.
Feb 03 04:10:01 col-node07 systemd[1]: relay-shipper.service:
## python-relative-import/3 python-relative-import []
jenkins@agent-3:~/workspace/geo-tiles$ python3.8 -m unittest discover -s tiles -p "test_*.py" -v
test_bbox_roundtrip (test_projection.BBoxTest) ... ok
test_bbox_antimeridian (test_projection.BBoxTest) ... ok
tests.test_mosaic (unittest.loader._FailedTest) ... ERROR

======================================================================
ERROR: tests.test_mosaic (unittest.loader._FailedTest)
----------------------------------------------------------------------
ImportError: Failed to import test module: tests.test_mosaic
Traceback (most recent call last):
  File "/usr/lib/python3.8/unittest/loader.py", line 436, in _find_test_path
    module = self._get_module_from_name(name)
  File "/usr/lib/python3.8/unittest/loader.py", line 377, in _get_module_from_name
    __import__(name)
  File "/home/jenkins/workspace/geo-tiles/tiles/tests/test_mosaic.py", line 5, in <module>
    from ..render.mosa
## python-syntax-error/1 python-syntax-error ['systemd-unit-failed', 'systemd-start-limit']
Oct 14 18:02:51 edge-gw-2 systemd[1]: Started modbus-bridge.service - Modbus to MQTT bridge.
Oct 14 18:02:51 edge-gw-2 python3[3391]:   File "/opt/modbus-bridge/bridge.py", line 88
Oct 14 18:02:51 edge-gw-2 python3[3391]:     <<<<<<< HEAD
Oct 14 18:02:51 edge-gw-2 python3[3391]:     ^^
Oct 14 18:02:51 edge-gw-2 python3[3391]: SyntaxError: invalid syntax
Oct 14 18:02:51 edge-gw-2 systemd[1]: modbus-bridge.service: Main process exited, code=exited, status=1/FAILURE
Oct 14 18:02:51 edge-gw-2 systemd[1]: modbus-bridge.service: Failed with result 'exit-code'.
Oct 14 18:02:52 edge-gw-2 systemd[1]: modbus-bridge.service: Scheduled restart job, restart counter is at 5.
Oct 14 18:02:52 edge-gw-2 systemd[1]: Stopped modbus-bridge.service - Modbus to MQTT bridge.
Oct 14 18:02:52 edge-gw-2 systemd[1]: modbus-bridge.service: Start request repeated too quickly.
Oct 14 18:02:52 edge-gw-2 systemd[1]: mo
## python-version-unsupported/1 python-version-unsupported []
.pkg: _exit> python /usr/local/lib/python3.8/site-packages/pyproject_api/_backend.py True setuptools.build_meta
py38: install_package> python -I -m pip install --force-reinstall --no-deps /builds/core/billing-core/.tox/.tmp/package/1/billing_core-0.4.0.tar.gz
py38: exit 1 (1.96 seconds) /builds/core/billing-core> python -I -m pip install --force-reinstall --no-deps /builds/core/billing-core/.tox/.tmp/package/1/billing_core-0.4.0.tar.gz pid=319
Processing ./.tox/.tmp/package/1/billing_core-0.4.0.tar.gz
  Installing build dependencies: started
  Installing build dependencies: finished with status 'done'
  Getting requirements to build wheel: started
  Getting requirements to build wheel: finished with status 'done'
  Preparing metadata (pyproject.toml): started
  Preparing metadata (pyproject.toml): finished with status 'done'
ERROR: Package 'billing-core' requires a different Python: 3.8.
## rabbitmq-precondition-failed/2 rabbitmq-precondition-failed []
{"log": "[2025-01-31 07:12:44,090: INFO/MainProcess] Task reports.render[0a9e8b3c-7e4e-4f4a-8f5c-6dcb6e6cd3f6] received\n", "stream": "stderr", "time": "2025-01-31T07:12:44.090000937Z"}
{"log": "[2025-01-31 07:43:46,114: CRITICAL/MainProcess] Unrecoverable error: PreconditionFailed(406, 'PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out. Timeout value used: 1800000 ms. This timeout value can be configured, see consumers doc guide to learn more', (0, 0), '')\n", "stream": "stderr", "time": "2025-01-31T07:43:46.114400611Z"}
{"log": "Traceback (most recent call last):\n", "stream": "stderr", "time": "2025-01-31T07:43:46.115538572Z"}
{"log": "  File \"/usr/local/lib/python3.11/site-packages/celery/worker/consumer/consumer.py\", line 340, in start\n", "stream": "stderr", "time": "2025-01-31T07:43:46.116550319Z"}
{"log": "    blueprint.start(self)\n", "stream": "stderr", "t
## readiness-probe-failed/2 readiness-probe-failed []
[0;33m$ kubectl rollout status deploy/gatehouse -n edge --timeout=180s[0m
Waiting for deployment "gatehouse" rollout to finish: 1 out of 3 new replicas have been updated...
Waiting for deployment "gatehouse" rollout to finish: 1 out of 3 new replicas have been updated...
[0;31merror: timed out waiting for the condition[0m
[0;33m$ kubectl describe pod -n edge -l app=gatehouse,rev=b81 | tail -12[0m
Events:
  Type     Reason     Age                   From               Message
  ----     ------     ----                  ----               -------
  Normal   Scheduled  3m8s                  default-scheduler  Successfully assigned edge/gatehouse-rg6p6vfpvw-6ppxh to aks-np1-17760243-vmss000003
  Normal   Pulled     3m6s                  kubelet            Container image "ghcr.io/palisade/gatehouse:b81" already present on machine
  Normal   Created    3m6s                  kubelet      
## redis-misconf-persist/2 redis-misconf-persist []
{"insertId": "dd66eabe14eef94b", "textPayload": "2024-07-25 10:14:00 [INFO] scheduler: 12 due jobs", "resource": {"type": "cloud_run_revision", "labels": {"service_name": "media-scheduler", "revision_name": "media-scheduler-00042-kib", "location": "europe-west1", "project_id": "acme-prod-417"}}, "timestamp": "2024-07-25T10:14:00.000000Z", "severity": "INFO", "logName": "projects/acme-prod-417/logs/run.googleapis.com%2Fstdout"}
{"insertId": "6aa3d51258cdf40b", "textPayload": "2024-07-25 10:14:00 [ERROR] scheduler: enqueue failed job=thumbnails:prune\nTraceback (most recent call last):\n  File \"/opt/media/venv/lib/python3.11/site-packages/rq/queue.py\", line 1071, in enqueue_job\n    job.save(pipeline=pipe)\n  File \"/opt/media/venv/lib/python3.11/site-packages/redis/client.py\", line 1533, in _execute_transaction\n    raise r\n  File \"/opt/media/venv/lib/python3.11/site-packages/redis/c
## redis-readonly-replica/3 redis-readonly-replica []
{"level":"info","ts":"2025-04-06T17:20:01.002Z","msg":"asynq: pid=1 Starting processing"}
{"level":"warn","ts":"2025-04-06T17:21:14.318Z","msg":"asynq: pid=1 Could not remove task id=7e0a from queue: UNKNOWN: redis eval error: READONLY You can't write against a read only replica. script: 0e2d3c3f6c4f, on @user_script:3."}
{"level":"error","ts":"2025-04-06T17:21:16.320Z","msg":"asynq: pid=1 Failed to write server state data: UNKNOWN: redis command error: SADD failed: READONLY You can't write against a read only replica."}
{"level":"error","ts":"2025-04-06T17:21:21.322Z","msg":"asynq: pid=1 Failed to write server state data: UNKNOWN: redis command error: SADD failed: READONLY You can't write against a read only replica."}
{"level":"info","ts":"2025-04-06T17:21:25.010Z","msg":"healthz ok"}
## registry-rate-limited/1 registry-rate-limited []
2024-04-18T05:30:12.0400118Z #1 [internal] load build definition from Dockerfile
2024-04-18T05:30:12.5963442Z #1 transferring dockerfile: 1.92kB done
2024-04-18T05:30:12.6076865Z #1 DONE 0.0s
2024-04-18T05:30:13.4463289Z 
2024-04-18T05:30:14.1943842Z #2 [internal] load metadata for docker.io/library/python:3.11-slim-bookworm
2024-04-18T05:30:14.3324278Z #2 ERROR: failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/python/manifests/sha256:dfc8dbd7097add9ceea016d7238649bf96e848cf32f687cdc28adafe6f422a54: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit
2024-04-18T05:30:15.0758260Z ------
2024-04-18T05:30:15.9462722Z  > [internal] load metadata for docker.io/library/python:3.11-slim-bookw
## segmentation-fault/3 segmentation-fault ['crash-loop-back-off', 'container-exited-nonzero']
  containerStatuses:
  - name: transcoder
    image: registry.fjell.io/transcoder:5.1.2
    lastState:
      terminated:
        exitCode: 139
        reason: Error
        startedAt: "2025-02-01T13:07:40Z"
        finishedAt: "2025-02-01T13:07:41Z"
    state:
      waiting:
        message: back-off 2m40s restarting failed container=transcoder pod=transcoder-7f4_media(0d5a)
        reason: CrashLoopBackOff
--- kubectl logs transcoder-7f4 --previous
ffmpeg version 5.1.2 Copyright (c) 2000-2022 the FFmpeg developers
Input #0, mov,mp4,m4a,3gp,3g2,mj2, from '/in/clip-00931.mp4':
/entrypoint.sh: line 22:     9 Segmentation fault      ffmpeg -hide_banner -hwaccel vaapi -i "$1" -c:v h264_vaapi "$2"
## shell-command-not-found/2 shell-command-not-found []
 => [5/7] RUN poetry install --no-root --only main                                          0.3s
------
 > [5/7] RUN poetry install --no-root --only main:
0.254 /bin/sh: 1: poetry: not found
------
Dockerfile:14
--------------------
  12 |     COPY pyproject.toml poetry.lock ./
  13 |     
  14 | >>> RUN poetry install --no-root --only main
  15 |     
--------------------
ERROR: failed to solve: process "/bin/sh -c poetry install --no-root --only main" did not complete successfully: exit code: 127
## shell-syntax-error/1 shell-syntax-error []
root@pi4:~/statd# sh statd-installer.sh
statd-installer.sh: line 13: syntax error near unexpected token `<'
statd-installer.sh: line 13: `    done < <( echo "${PATH}" | tr ":" "\n" )'
root@pi4:~/statd# cd ../lcd && ./install35.sh
./install35.sh: 3: Syntax error: "(" unexpected
## spring-bean-creation-failed/2 address-already-in-use ['spring-bean-creation-failed']
[2m2025-07-07T10:00:03.512+02:00[0;39m [32m INFO[0;39m [35m52310[0;39m [2m---[0;39m [2m[           main][0;39m [36mo.s.b.w.embedded.tomcat.TomcatWebServer [0;39m [2m:[0;39m Tomcat initialized with port 8080 (http)
[2m2025-07-07T10:00:05.040+02:00[0;39m [33m WARN[0;39m [35m52310[0;39m [2m---[0;39m [2m[           main][0;39m [36mConfigServletWebServerApplicationContext[0;39m [2m:[0;39m Exception encountered during context initialization - cancelling refresh attempt: org.springframework.context.ApplicationContextException: Failed to start bean 'webServerStartStop'
[2m2025-07-07T10:00:05.061+02:00[0;39m [31mERROR[0;39m [35m52310[0;39m [2m---[0;39m [2m[           main][0;39m [36mo.s.b.d.LoggingFailureAnalysisReporter  [0;39m [2m:[0;39m 

***************************
APPLICATION FAILED TO START
***************************

Description:

Web server faile
## sqlalchemy-pool-exhausted/1 sqlalchemy-pool-exhausted []
time="2025-02-17T13:41:20+0000" level=INFO function=dispatch client="10.194.188.78:0" trace_id="KV1Q0Z3HPA" method="GET" path="/api/v1/metadata" user="anonymous" message="Received request"
time="2025-02-17T13:41:50+0000" level=ERROR function=dispatch client="10.194.188.78:0" trace_id="IYV0V95O2U" method="POST" path="/api/v1/authentication/tokens" user="anonymous" message="QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00 (Background on this error at: https://sqlalche.me/e/20/3o7r)"
Traceback (most recent call last):
  File "/opt/.venv/lib/python3.11/site-packages/starlette/middleware/base.py", line 163, in call_next
    raise app_exc
  File "/opt/.venv/lib/python3.11/site-packages/fastapi/routing.py", line 301, in app
    raw_response = await run_endpoint_function(
  File "/opt/backend/modelhub/auth/routes.py", line 92, in create_token
    user = users_cr
## sqlite-readonly-or-unopenable/2 sqlite-readonly-or-unopenable []
INFO	2025/07/01 12:19:52 main.go:71: flightlog 2.44.0 starting
INFO	2025/07/01 12:19:52 main.go:98: engine=sqlite dsn=/data/flightlog.sql
ERROR	2025/07/01 12:19:52 main.go:140: unable to open database file (14)
INFO	2025/07/01 12:19:54 main.go:71: flightlog 2.44.0 starting
INFO	2025/07/01 12:19:54 main.go:98: engine=sqlite dsn=/data/flightlog.sql
ERROR	2025/07/01 12:19:54 main.go:140: unable to open database file (14)
INFO	2025/07/01 12:19:58 main.go:71: flightlog 2.44.0 starting
INFO	2025/07/01 12:19:58 main.go:98: engine=sqlite dsn=/data/flightlog.sql
ERROR	2025/07/01 12:19:58 main.go:140: unable to open database file (14)
## ssh-publickey-denied/4 ssh-publickey-denied ['ansible-unreachable']
PLAY [databases] ***************************************************************

TASK [Gathering Facts] *********************************************************
[0;32mok: [db-1][0m
[0;32mok: [db-3][0m

TASK [common : ensure chrony] **************************************************
[0;32mok: [db-1][0m
[1;31mfatal: [db-2]: UNREACHABLE! => {"changed": false, "msg": "Failed to connect to the host via ssh: ops@db-2.rack4.lan: Permission denied (publickey,password).", "unreachable": true}[0m
[0;33mchanged: [db-3][0m
## systemd-start-limit/3 systemd-start-limit ['systemd-unit-failed']
Jan 06 16:54:37 gpu-box sudo[1348]:  matt : TTY=pts/18 ; PWD=/home/matt ; USER=root ; COMMAND=/bin/systemctl restart nvidia-persistenced
Jan 06 16:54:37 gpu-box systemd[1]: nvidia-persistenced.service: Start request repeated too quickly.
Jan 06 16:54:37 gpu-box systemd[1]: nvidia-persistenced.service: Failed with result 'start-limit-hit'.
Jan 06 16:54:37 gpu-box systemd[1]: Failed to start NVIDIA Persistence Daemon.
Job for nvidia-persistenced.service failed.
See "systemctl status nvidia-persistenced.service" and "journalctl -xeu nvidia-persistenced.service" for details.
To force a start use "systemctl reset-failed nvidia-persistenced.service"
followed by "systemctl start nvidia-persistenced.service" again.
## terraform-provider-failed/1 terraform-provider-failed []
D:\iac\lab> terraform init

Initializing the backend...

Initializing provider plugins...
- Reusing previous version of telmate/proxmox from the dependency lock file
- Finding latest version of hashicorp/proxmox...
- Using previously-installed telmate/proxmox v2.9.14

╷
│ Error: Failed to query available provider packages
│
│ Could not retrieve the list of available versions for provider hashicorp/proxmox: provider registry registry.terraform
.io does not have a provider named registry.terraform.io/hashicorp/proxmox
│
│ Did you intend to use telmate/proxmox? If so, you must specify that source address in each module which requires that 
provider. To see which modules are currently depending on hashicorp/proxmox, run the following command:
│     terraform providers
╵
## tls-certificate-expired/1 tls-certificate-expired ['k8s-api-unreachable']
[root@k8s-master01 ~]# kubectl get po -A
E1027 08:10:31.220450   31120 memcache.go:265] couldn't get current server API group list: Get "https://10.4.0.11:6443/api?timeout=32s": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2024-10-27T08:10:31+08:00 is after 2024-10-26T08:02:11Z
Unable to connect to the server: tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2024-10-27T08:10:31+08:00 is after 2024-10-26T08:02:11Z
[root@k8s-master01 ~]# kubeadm certs check-expiration 2>/dev/null | head -4
CERTIFICATE                EXPIRES                  RESIDUAL TIME   CERTIFICATE AUTHORITY   EXTERNALLY MANAGED
admin.conf                 Oct 26, 2024 08:02 UTC   <invalid>                               no
apiserver                  Oct 26, 2024 08:02 UTC   <invalid>       ca                      no
ap
## tls-protocol-mismatch/3 tls-protocol-mismatch []
info: Meterbridge.Worker[0]
      polling sql01.plant.local
fail: Meterbridge.Worker[0]
      poll failed
      Microsoft.Data.SqlClient.SqlException (0x80131904): A connection was successfully established with the server, but then an error occurred during the pre-login handshake. (provider: TCP Provider, error: 35 - An internal exception was caught)
       ---> System.Security.Authentication.AuthenticationException: Authentication failed, see inner exception.
       ---> Interop+OpenSsl+SslException: SSL Handshake failed with OpenSSL error - SSL_ERROR_SSL.
       ---> Interop+Crypto+OpenSslCryptographicException: error:0A000102:SSL routines::unsupported protocol
         --- End of inner exception stack trace ---
         at Interop.OpenSsl.DoSslHandshake(SafeSslHandle context, ReadOnlySpan`1 input, Byte[]& sendBuf, Int32& sendCount)
      ClientConnectionId:5b15faa2-cd4a-4b1d-99e1-f1ff
## too-many-open-files/1 too-many-open-files []
2025/05/03 13:00:00 edge-proxy starting, nofile soft=1024 hard=524288
2025/05/03 13:41:17 http: Accept error: accept tcp [::]:8443: accept4: too many open files; retrying in 5ms
2025/05/03 13:41:17 http: Accept error: accept tcp [::]:8443: accept4: too many open files; retrying in 10ms
2025/05/03 13:41:17 http: Accept error: accept tcp [::]:8443: accept4: too many open files; retrying in 20ms
2025/05/03 13:41:17 backend 10.4.4.8:80: dial tcp 10.4.4.8:80: socket: too many open files
2025/05/03 13:41:18 could not reload cert: open /etc/edge/tls.crt: too many open files
2025/05/03 13:41:18 http: Accept error: accept tcp [::]:8443: accept4: too many open files; retrying in 1s
## yaml-parse-error/3 yaml-parse-error []
12:18:03.551 [main] ERROR org.springframework.boot.SpringApplication -- Application run failed
org.yaml.snakeyaml.scanner.ScannerException: while scanning for the next token
found character '\t(TAB)' that cannot start any token. (Do not use \t(TAB) for indentation)
 in 'reader', line 17, column 1:
    	kafka:
    ^

	at org.yaml.snakeyaml.scanner.ScannerImpl.fetchMoreTokens(ScannerImpl.java:445)
	at org.yaml.snakeyaml.scanner.ScannerImpl.checkToken(ScannerImpl.java:248)
	at org.yaml.snakeyaml.parser.ParserImpl$ParseBlockMappingKey.produce(ParserImpl.java:631)
	at org.yaml.snakeyaml.parser.ParserImpl.peekEvent(ParserImpl.java:187)
	at org.yaml.snakeyaml.composer.Composer.composeMappingNode(Composer.java:265)
	at org.springframework.boot.env.OriginTrackedYamlLoader.load(OriginTrackedYamlLoader.java:84)
	at org.springframework.boot.env.YamlPropertySourceLoader.load(YamlPropertySourceLoader.
