"""Microsoft Project XML: from a file that project tools exchange to a course of action.

```text
tree -> reading (fields, calendars, values) -> course (outline, names, lengths, nature, dates, links, rules, means)
```

What a file says is read into ``values`` first, each with its line. What of it becomes a plan, and what cannot, is
decided after that.
"""
