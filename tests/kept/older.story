# A branch kept by the version before there were filings (schema 0004).
@ 2025-12-20 王秀芳
init --branch 教工第一党支部 --superior 计算机学院党总支
branch set --secretary 王秀芳 --organiser 陈志强
member import roster.csv --create-branches --branch 教工第一党支部
schedule 2026 --branch 教工第一党支部
dues assess --sheet assessed.csv --from 2026-01 --branch 教工第一党支部
dues waive 刘淑珍 --months 2026-01..2026-06 --by 计算机学院党委 --reason 长期住院 --branch 教工第一党支部
@ 2026-01-09 王秀芳
checkin --all --except 7,oym --absent 15 --online 8 --visited 3,4 --branch 教工第一党支部
checkin oym --excuse zlx:病假 --close --yes --branch 教工第一党支部
dues pay 王秀芳 --months 2026-01..2026-03 --on 2026-01-09 --by 陈志强 --branch 教工第一党支部
dues remit --branch 教工第一党支部
@ 2026-02-06 王秀芳
day plan 2026-02-06 --theme 冬训 --form 党课 --place 三楼会议室 --host 王秀芳 --start 14:30 --end 16:30 --branch 教工第一党支部
day announce 2026-02-06 --branch 教工第一党支部
checkin --all --visited 3,4 --absent 15 --close --yes --branch 教工第一党支部
checkin --online 15 --reason 实为线上参加 --branch 教工第一党支部
undo
@ 2026-03-06 王秀芳
checkin --all --visited 3,4 --absent 15 --close --yes --branch 教工第一党支部
makeup add 7 --for 2026-01-09 --on 2026-03-05 --how 自学 --branch 教工第一党支部
talk add 15 --on 2026-03-06 --by 王秀芳 --notes-by 徐静怡 --said 提醒 --branch 教工第一党支部
member set 马晓燕 --circumstance leave --since 2026-03-16 --until 2026-07-16 --branch 教工第一党支部
member transfer 张健国 --to 外校党支部 --outside --on 2026-03-06 --branch 教工第一党支部
day move 2026-08-07 --to 2026-08-10 --reason 防汛值守 --branch 教工第一党支部
undo
