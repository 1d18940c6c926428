# A general branch with two half-days, under the Zhongzhou policy, through the year 2026; with the branch above it.
@ 2025-12-10 周敏
init --branch 经济学院教师党支部 --superior 经济学院党总支 --policy zhongzhou --recurrence FREQ=MONTHLY;BYDAY=2WE:pm --recurrence FREQ=MONTHLY;BYDAY=4WE:pm
branch add 经济学院研究生党支部 --superior 经济学院党总支 --secretary 苏琪
branch add 经济学院本科生党支部 --superior 经济学院党总支 --recurrence FREQ=MONTHLY;BYDAY=1FR --policy national
branch set 经济学院教师党支部 --secretary 周敏 --organiser 韩磊
member import roster-economics.csv --create-branches --branch 经济学院教师党支部
schedule 2026 --branch 经济学院教师党支部
schedule 2026 --branch 经济学院研究生党支部
schedule 2026 --branch 经济学院本科生党支部
day plan 2026Q1 --theme 廉洁从教 --branch 经济学院教师党支部
day plan 2026Q2 --theme 为民服务 --branch 经济学院教师党支部
report year-plan --period 2026 --branch 经济学院党总支 --mark-filed -o 年度方案.xlsx
report year-schedule --period 2026 --branch 经济学院党总支 --mark-filed -o 年度日程.xlsx
dues assess 周敏 --kind wage --amount 7000 --from 2026-01 --branch 经济学院教师党支部
dues assess 韩磊 --kind self-employed --amount 5600 --from 2026-01 --branch 经济学院教师党支部
dues assess 马秀兰 --kind retired --amount 6100 --from 2026-01 --branch 经济学院教师党支部
dues assess 罗刚 --kind hardship --from 2026-01 --branch 经济学院教师党支部
dues assess 苏琪 --kind student --from 2026-01 --branch 经济学院研究生党支部
@ 2026-01-14 周敏
checkin --all --except 5 --online 4 --visited 3 --absent 6 --close --yes --branch 经济学院教师党支部
@ 2026-01-28 周敏
checkin --all --visited 3 --absent 6 --excuse 5:其他 --close --yes --branch 经济学院教师党支部
dues collect --day 2026-01-28 --all --except 2 --method online --branch 经济学院教师党支部
@ 2026-02-11 周敏
checkin --all --visited 3 --absent 6 --close --yes --branch 经济学院教师党支部
@ 2026-02-26 周敏
checkin --day 2026-02-25:pm --all --visited 3 --absent 6 --close --yes --branch 经济学院教师党支部
@ 2026-03-11 周敏
checkin --all --visited 3 --absent 6 --close --yes --branch 经济学院教师党支部
day move 2026-03-25:pm --to 2026-03-26 --reason 教学检查 --branch 经济学院教师党支部
day cancel 2026-04-08:pm --reason 运动会 --branch 经济学院教师党支部
@ 2026-03-26 周敏
checkin --all --visited 3 --absent 6 --close --yes --branch 经济学院教师党支部
talk add 6 --on 2026-03-26 --by 周敏 --notes-by 韩磊 --said 提醒 --branch 经济学院教师党支部 --early
@ 2026-04-22 周敏
checkin --all --absent 6 --close --yes --branch 经济学院教师党支部
member transfer 罗刚 --to 经济学院研究生党支部 --on 2026-04-23 --today 2026-04-23 --branch 经济学院教师党支部
@ 2026-05-13 周敏
checkin --all --absent 6 --close --yes --branch 经济学院教师党支部
handling propose 6 --measure remove --filed-on 2026-05-13 --inquired-on 2026-05-14 --inquiry 长期不参加组织生活 --on 2026-05-15 --today 2026-05-15 --early --branch 经济学院教师党支部
handling decide 6 --present 4 --in-favour 4 --entitled 4 --no-statement --on 2026-05-20 --today 2026-05-20 --branch 经济学院教师党支部
handling approve 6 --by 中州大学党委 --on 2026-05-25 --today 2026-05-25 --branch 经济学院教师党支部
@ 2026-06-10 周敏
member remove 6 --because removed --on 2026-06-01 --reason 除名 --branch 经济学院教师党支部
checkin --all --close --yes --branch 经济学院教师党支部
checkin --day 2026-05-13:pm 1 --excuse 2:公差 --close --yes --branch 经济学院研究生党支部
dues remit --branch 经济学院教师党支部
report dues-publication --period 2026 --mark-filed -o 公布.xlsx --branch 经济学院教师党支部
report record --period 2026-03-11 --mark-filed -o 手册.xlsx --branch 经济学院教师党支部
report attendance --period 2026Q1 --mark-filed -o 出勤.xlsx --branch 经济学院教师党支部
