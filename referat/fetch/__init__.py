"""Download minutes from the agenda portal that most Danish municipalities use, at a polite rate.

`download.fetch` downloads the files; `portal_list` keeps the list of meetings in the same folder.
"""
