"""Minutes downloaded politely from the agenda portal that most Danish municipalities publish through.

`download.fetch` does it, `portal_list` keeps the portal's own list of meetings beside the files.
"""
