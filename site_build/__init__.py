"""From docs/ and the policy to the finished site: assemble, build with MkDocs, finish, stamp, publish.

    docs/ + generated pages  --assemble-->  build/docs  --MkDocs, finish, stamp-->  build/site  --publish-->  site/

MkDocs does what it is good at: Markdown, navigation, search index, theme. All that is ours works on files before or
after it, and the tests judge the files in site/, so that the generator can be changed without losing either.
"""
