"""Two workspaces side by side: what differs, and which change brings it about by itself.

``elements`` (what planners state, one by one) and ``references`` (what each rests on) <- ``changes``; ``facts`` (what
an assessment says, one by one) <- ``causes`` <- ``compare``; ``unplayed`` says what no interface can answer.
"""
