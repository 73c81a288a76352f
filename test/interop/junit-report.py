"""Reads a JUnit report with junitparser (Debian: python3-junitparser) and prints what it understood, as JSON."""

import json
import sys

from junitparser import JUnitXml, Properties

report = JUnitXml.fromfile(sys.argv[1])
(suite,) = report
print(
    json.dumps(
        {
            "counts": {name: getattr(report, name) for name in ("tests", "failures", "errors", "skipped")},
            "suite": {name: getattr(suite, name) for name in ("name", "tests", "failures", "errors", "skipped", "time", "timestamp")},
            "properties": {each.name: each.value for each in suite.properties()},
            "cases": [
                {
                    "classname": case.classname,
                    "name": case.name,
                    "time": case.time,
                    "results": [
                        {"kind": each._tag, "message": each.message, "type": each.type, "text": each.text} for each in case.result
                    ],
                    "grade": next(each.value for each in case.child(Properties) if each.name == "grade"),
                    "out": case.system_out,
                }
                for case in suite
            ],
        }
    )
)
