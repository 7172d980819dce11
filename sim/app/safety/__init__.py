"""Keep out everybody but the person who started the app. Read `doors` first, then `forms`."""

from sim.app.safety.doors import ENTER, POLICY, Doors, Keys
from sim.app.safety.forms import EMPTY, TOKEN, Form, Upload, read_form

__all__ = ["EMPTY", "ENTER", "POLICY", "TOKEN", "Doors", "Form", "Keys", "Upload", "read_form"]
