import os, traceback, pytest, sys
from urllib.parse import quote
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.urls import reverse
from tests import url_table, world
from tests.url_matrix import MATRIX
pytestmark = pytest.mark.django_db
ODD = ["x", "²", "-1", "9"*40, "", "%ff%fe", "%00", "a%00b", "%ED%A0%80", "1.5", "[]", "%0d%0aX:1", "'%20OR%201=1--", "%E2%80%AE", "%F0%9F%98%80", "NaN", "null", "9223372036854775808", "a"*5000, "eyJ9"]
PARAMS = ["page","after","before","show","sort","status","rag","due","owner","organisation","look","words","plan","held","role","state","action","next","code","use","q"]
caught=[]
def note(sender, **kw):
    e=sys.exc_info(); caught.append((e[0].__name__, str(e[1])[:150], traceback.extract_tb(e[2])[-1], [f for f in traceback.extract_tb(e[2]) if "/work/main/dueregard" in f.filename][-1:]))
def test_fuzz():
    got_request_exception.connect(note)
    with transaction.atomic():
        w=world.build(); w.clients=url_table.clients(w.people)
        c=w.clients["coordinator"]; ad=w.clients["administrator"]
        seen=set(); n=0
        for name,line in sorted(MATRIX.items()):
            if line.method!="get" or name in("account_logout",): continue
            url=reverse(name,args=w.args[line.about])
            for p in PARAMS:
                for v in ODD:
                  for cl,cn in ((c,"co"),):
                    if url_table and line.expected("coordinator")!=200 and p!="next": continue
                    if name in ("plans:export_file",) and p not in ("owner","organisation","status","rag","due","look"): continue
                    with transaction.atomic():
                        r=cl.get(url+"?"+p+"="+v); n+=1
                        if hasattr(r,"streaming_content") : 
                            try: b"".join(r.streaming_content)
                            except Exception as e: print("STREAM",name,p,v[:20],e)
                        transaction.set_rollback(True)
                    if r.status_code>=500:
                        k=(name,p,caught[-1][0] if caught else "")
                        if k not in seen:
                            seen.add(k); print(r.status_code,name,p,v[:30],caught[-1] if caught else "")
        print(n)
        transaction.set_rollback(True)
    got_request_exception.disconnect(note)
