"""
The promises of `registry.ports.Store`: each public function takes a new store and asserts one.
"""
