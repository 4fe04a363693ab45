"""stub"""
from kb.drafting.check_types import FormFinding
def examine(draft): return ()
