# The students' own book: only its filed plan is kept, for the superior to take in.
@ 2026-09-10 钱多多
init --branch 学生第一党支部 --superior 计算机学院党总支 --policy zhongzhou
member add 钱多多 --standing full --joined 2023-12-01 --full-on 2024-12-01
member add 冯小刚 --standing probationary --joined 2025-12-05
schedule 2026
day plan 2026Q4 --theme 青春向党
day plan 2026-11-06 --theme 学习宪法 --content 专题学习 --form 党课 --place 教室 --host 钱多多
report quarter-plan --period 2026Q4 --mark-filed -o 学生四季度.xlsx --yes
keep 学生四季度.xlsx
day plan 2026-12-04 --theme 志愿服务 --content 校园引导 --form 志愿服务 --place 校门 --host 冯小刚
report quarter-plan --period 2026Q4 --mark-filed -o 学生四季度再报.xlsx --yes
keep 学生四季度再报.xlsx
schedule 2027
report year-schedule --period 2027 --mark-filed -o 学生年度日程.xlsx --yes
keep 学生年度日程.xlsx
