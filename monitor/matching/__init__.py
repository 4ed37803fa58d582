"""Rules: from an analyst's YAML to the words of an article that met it.

yaml_strict     bytes           -> nodes that know their line and column, with every mistake
fields          nodes           -> texts, numbers, durations, choices; a mistake each for what does not fit
what where figures actors when text entities origin
                one file a family of conditions: how each is written, and when it holds
combine         `event:`, `article:`, `all:`, `any:`, `none:`, `unless:`
unreachable     conditions that can never hold together
alertplan       the `alert:` block
cases           the `tests:` block, and running it
rulebook        files           -> rules that are good, and all that is wrong with the others
index           which rules can match an article at all
match           rules, article, reading -> matches with their words, and near misses with what failed
"""
