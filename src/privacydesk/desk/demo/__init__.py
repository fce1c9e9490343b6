"""The demo: a desk over an invented shop, filled through the same use cases as a real one."""

from privacydesk.desk.demo.run import DemoResult, run_demo

__all__ = ["DemoResult", "run_demo"]
