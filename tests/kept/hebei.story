# A general branch of three branches, under the Hebei policy, through the year 2026.
@ 2025-12-20 王秀芳
init --branch 教工第一党支部 --superior 计算机学院党总支
branch add 教工第二党支部 --superior 计算机学院党总支 --recurrence FREQ=MONTHLY;BYDAY=1TU:pm --recurrence FREQ=MONTHLY;BYDAY=3TU:pm --secretary 高建平
branch add 学生第一党支部 --superior 计算机学院党总支 --policy zhongzhou --secretary 钱多多
branch set 教工第一党支部 --secretary 王秀芳 --organiser 陈志强
branch set 计算机学院党总支 --secretary 李文华
member import roster.csv --dry-run --branch 教工第一党支部
member import roster.csv --branch 教工第一党支部
member import roster.csv --branch 教工第一党支部
! 10 member import roster-bad.csv --branch 教工第一党支部
! 10 member import roster-bad.csv --branch 学生第一党支部 --partial
member add 邓小萍 --standing activist --joined 2025-11-11 --gender 女 --branch 教工第二党支部
member add 魏建军 --standing full --joined 2015-07-01 --full-on 2016-07-01 --circumstance mobile --circumstance leader --staff-number 00777 --group 第一党小组 --phone 13912345678 --post 讲师 --since 2025-12-01 --branch 教工第一党支部
member set 单雄飞 --pinyin "shan xiong fei" --branch 教工第一党支部
schedule 2026 --branch 教工第一党支部 --dry-run
schedule 2026 --branch 教工第一党支部
schedule 2026 --branch 教工第二党支部
schedule 2026 --branch 学生第一党支部
schedule 2026 --suggest --yes --branch 教工第一党支部
day plan 2026 --theme 学党章、强党性 --branch 教工第一党支部
day plan 2026Q1 --theme 学习全会精神 --branch 教工第一党支部
day plan 2026Q2 --theme 服务师生 --branch 教工第一党支部
report year-schedule --period 2026 --mark-filed -o 年度日程.xlsx --branch 教工第一党支部
report year-plan --period 2026 --mark-filed -o 年度方案.xlsx --branch 教工第一党支部
report half-year-plan --period 2026H1 --mark-filed -o 半年.xlsx --branch 教工第一党支部
report quarter-plan --period 2026Q1 --mark-filed -o 一季度.xlsx --branch 教工第一党支部
# dues
dues assess --sheet assessed.csv --from 2026-01 --branch 教工第一党支部
dues assess 张健国 --kind 农民 --amount 0.5 --from 2026-01 --branch 教工第一党支部
dues assess 何思远 --kind 学生 --from 2026-01 --branch 教工第一党支部
dues assess 林若曦 --kind wage --amount 4321.09 --from 2026-01 --branch 教工第二党支部
dues assess 高建平 --kind salary --amount 20000 --from 2026-01 --branch 教工第二党支部
dues assess 钱多多 --kind student --from 2026-01 --branch 学生第一党支部
dues waive 刘淑珍 --months 2026-01..2026-06 --by 计算机学院党委 --reason 长期住院 --branch 教工第一党支部
dues waive 欧阳明 --months 2026-02..2026-03 --by 计算机学院党委 --reason 家庭困难 --amount 10 --branch 教工第一党支部
dues pay 李文华 --months 2026-01..2026-06 --on 2025-12-20 --by 陈志强 --method 转账 --branch 教工第一党支部
undo
@ 2026-01-09 王秀芳
day show 2026-01-09 --branch 教工第一党支部
checkin --all --except 7,oym --absent 15 --online 8 --visited 3,4 --branch 教工第一党支部
checkin oym --excuse zlx:病假 --close --yes --branch 教工第一党支部
dues pay 王秀芳 --months 2026-01..2026-03 --on 2026-01-09 --by 陈志强 --branch 教工第一党支部
dues pay 李文华 --months 2026-01..2026-02 --on 2026-01-09 --by 陈志强 --method bank --receipt A-0007 --branch 教工第一党支部
dues pay 赵立新 --months 2026-01 --amount 300 --ahead --on 2026-01-09 --branch 教工第一党支部
dues pay 徐静怡 --months 2026-01 --amount 500 --voluntary --on 2026-01-09 --note 自愿多交 --branch 教工第一党支部
dues pay 张建国 --months 2026-01 --on 2026-01-09 --proxy 张母 --proxy-is 亲属 --method cash --branch 教工第一党支部
dues remit --to 计算机学院党总支 --branch 教工第一党支部
checkin --day 2026-01-06:pm --all --except 3 --branch 教工第二党支部
checkin --all --absent 3 --day 2026-01-06:pm --close --yes --branch 教工第二党支部
checkin 1 2 --excuse 3:事假:搬家 --branch 学生第一党支部 --day 2026-01-09
day close 2026-01-09 --branch 学生第一党支部 --yes
checkin --all --online 4 --day 2026-01-20:pm --close --yes --branch 教工第二党支部 --today 2026-01-20
@ 2026-02-06 陈志强
checkin --all --day 2026-02-03:pm --online 4 --absent 2 --close --yes --branch 教工第二党支部
day plan 2026-02-06 --theme 冬训 --content 集中学习 --form 党课 --place 三楼会议室 --host 王秀芳 --start 14:30 --end 16:30 --block 党性观念教育 --branch 教工第一党支部
day announce 2026-02-06 --on 2026-02-04 --branch 教工第一党支部
< paste.txt checkin --paste --branch 教工第一党支部
checkin --all --visited 3,4 --absent 15 --close --yes --branch 教工第一党支部
checkin --online 15 --day 2026-02-06 --reason 实为线上参加 --branch 教工第一党支部
undo
checkin --excuse 6:公差:外出开会 --day 2026-02-06 --reason 补登记请假 --branch 教工第一党支部
day summary 2026-02-06 --text 学习认真 --opinions 多些讨论 --resolutions 同意年度计划 --recorder 徐静怡 --superior-present 李文华 --branch 教工第一党支部
@ 2026-03-06 王秀芳
day plan 2026-03-06 --theme 学习两会精神 --content 专题党课与交流发言 --form 党课 --place 三楼会议室 --host 王秀芳 --start 14:30 --end 16:30 --branch 教工第一党支部
report sign-in --period 2026-03-06 -o 签到表.xlsx --yes --branch 教工第一党支部
fill 签到表.xlsx 李文华 出勤情况=到会
fill 签到表.xlsx 王秀芳 签到（签名）=王秀芳
fill 签到表.xlsx 张建国 出勤情况=送学
fill 签到表.xlsx 刘淑珍 出勤情况=送学 备注=家中
fill 签到表.xlsx 陈志强 签到（签名）=√
fill 签到表.xlsx 赵立新 出勤情况=请假（公差） 备注=培训
fill 签到表.xlsx 郭子轩 出勤情况=缺席
fill 签到表.xlsx 黄晓东 出勤情况=线上
keep 签到表.xlsx
checkin --from 签到表.xlsx --branch 教工第一党支部
checkin --all --close --yes --branch 教工第一党支部
report dues-collect --period 2026-03-06 -o 收缴.xlsx --branch 教工第一党支部
dues collect --day 2026-03-06 -o 收缴登记表.xlsx --yes --branch 教工第一党支部
fill 收缴登记表.xlsx 陈志强 实交（元）=全额
keep 收缴登记表.xlsx
dues collect --day 2026-03-06 --all --except 张建国,欧阳明 --by 陈志强 --branch 教工第一党支部
dues remit --amount 500 --note 第一季度 --branch 教工第一党支部
dues refund 徐静怡 --amount 50 --reason 多收 --branch 教工第一党支部
report record --period 2026-03-06 --mark-filed -o 手册.xlsx --branch 教工第一党支部
report attendance --period 2026Q1 --mark-filed -o 出勤.xlsx --branch 教工第一党支部 --on 2026-03-06
@ 2026-03-16 王秀芳
checkin --day 2026-03-06 --excuse 郭子轩:其他:补交假条 --reason 事后补假 --branch 教工第一党支部
undo
makeup add 赵立新 --for 2026-03-06 --on 2026-03-13 --how 自学并交流心得 --branch 教工第一党支部
makeup add 赵立新 --for 2026-01-09 --on 2026-03-13 --branch 教工第一党支部
report quarter-plan --period 2026Q2 --mark-filed -o 二季度.xlsx --branch 教工第一党支部
member set 区志明 --standing full --since 2026-03-14 --full-on 2026-03-14 --branch 教工第一党支部
member set 吴浩然 --end 长假 --since 2026-03-16 --branch 教工第一党支部
member set 马晓燕 --circumstance leave --since 2026-03-16 --until 2026-07-16 --branch 教工第一党支部
@ 2026-04-03 王秀芳
checkin --all --absent 15,16 --visited 3,4 --online 8,12 --close --yes --branch 教工第一党支部
dues assess 王秀芳 --kind wage --amount 9100 --from 2026-05 --reason 职务晋升 --branch 教工第一党支部
checkin --all --day 2026-03-03:pm --online 4 --absent 2 --close --yes --branch 教工第二党支部
checkin --all --day 2026-03-17:pm --absent 2,4 --excuse 1:公差 --close --yes --branch 教工第二党支部
checkin 钱多多 --day 2026-03-06 --absent 2 --close --yes --branch 学生第一党支部
checkin 钱多多 3 --day 2026-02-06 --absent 2 --close --yes --branch 学生第一党支部
dues collect --day 2026-03-17:pm --all --branch 教工第二党支部
dues pay 钱多多 --months 2026-01..2026-04 --on 2026-04-03 --branch 学生第一党支部
@ 2026-04-20 陈志强
day plan 2026-05-08 --theme 乡村振兴 --content 实地参观 --form 参观 --place 西柏坡 --host 陈志强 --branch 教工第一党支部
member transfer 解晓峰 --to 教工第一党支部 --on 2026-04-20 --branch 教工第二党支部
member transfer 张健国 --to 外校党支部 --outside --on 2026-04-20 --branch 教工第一党支部
@ 2026-05-08 王秀芳
checkin --all --absent 15,16 --visited 3,4 --online 8 --close --yes --branch 教工第一党支部
member remove 张建国 --because died --on 2026-05-20 --reason 因病去世 --today 2026-05-20 --branch 教工第一党支部
@ 2026-06-05 王秀芳
checkin --all --except 4,16 --excuse 5:公差 --absent 15 --branch 教工第一党支部
! 13 day close 2026-06-05 --branch 教工第一党支部
day close 2026-06-05 --branch 教工第一党支部 --yes
day reopen 2026-06-05 --reason 补登记 --branch 教工第一党支部
checkin --day 2026-06-05 --visited 4 --close --yes --branch 教工第一党支部
@ 2026-06-15 王秀芳
report quarter-plan --period 2026Q3 --mark-filed -o 三季度.xlsx --branch 教工第一党支部
report half-year-plan --period 2026H2 --mark-filed -o 下半年.xlsx --branch 教工第一党支部
day move 2026-08-07 --to 2026-08-10 --reason 防汛值守 --branch 教工第一党支部
day cancel 2026-07-21:pm --reason 期末考试 --branch 教工第二党支部
talk waive 15 --reason 经核实两次因公外出 --on 2026-06-15 --branch 教工第一党支部
undo
talk add 15 --on 2026-06-12 --by 王秀芳 --by-office 支部书记 --notes-by 徐静怡 --notes-by-office 宣传委员 --time 15:00 --place 支部办公室 --said 指出多次无故缺席，提出要求 --explained 今后按时参加 --branch 教工第一党支部
report talk --member 15 --mark-filed -o 谈话.xlsx --branch 教工第一党支部
report half-year-plan --period 2026H2 --branch 教工第一党支部 -o 下半年再印.xlsx
undo
undo
@ 2026-07-01 王秀芳
checkin --all --absent 15,16 --visited 4 --online 8 --close --yes --branch 教工第一党支部
@ 2026-08-10 王秀芳
checkin --all --absent 15,16 --visited 4 --excuse 5:病假 --close --yes --branch 教工第一党支部
@ 2026-09-04 王秀芳
checkin --all --absent 15,16 --online 8 --close --yes --branch 教工第一党支部
talk waive 16 --reason 经核实三次均因公外出，补办请假手续 --branch 教工第一党支部
@ 2026-09-15 王秀芳
report quarter-plan --period 2026Q4 -o 季度活动计划.xlsx --yes --branch 教工第一党支部
fill 季度活动计划.xlsx 2026-10-09 主题=迎国庆、话初心 内容=重温入党誓词
keep 季度活动计划.xlsx
day plan --from 季度活动计划.xlsx --branch 教工第一党支部
day plan 2026-11-06 --theme 教学改革大家谈 --content 议政议事 --form 党员大会 --place 三楼会议室 --host 李文华 --start 14:30 --end 16:00 --block 议政议事,推进工作 --branch 教工第一党支部
report quarter-plan --period 2026Q4 --mark-filed -o 四季度.xlsx --branch 教工第一党支部
day plan 2026-12-04 --theme 社区服务 --content 信息咨询 --form 志愿服务 --place 朝阳社区 --host 陈志强 --start 14:00 --end 17:00 --branch 教工第一党支部
report quarter-plan --period 2026Q4 --mark-filed -o 四季度再报.xlsx --branch 教工第一党支部
@ 2026-09-21 李文华
rollup 学生四季度.xlsx --branch 计算机学院党总支 -o 汇总.xlsx
rollup 学生四季度.xlsx --branch 计算机学院党总支 -o 汇总二.xlsx
report rollup --period 2026Q4 --branch 计算机学院党总支 --mark-filed -o 汇总报.xlsx
@ 2026-10-09 王秀芳
checkin --all --absent 15,16 --online 8 --close --yes --branch 教工第一党支部
handling propose 15 --measure 限期改正 --filed-on 2026-10-12 --inquired-on 2026-10-20 --inquiry 情况属实 --on 2026-10-21 --today 2026-10-21 --branch 教工第一党支部 --early
@ 2026-11-06 王秀芳
checkin --all --excuse 20:病假 --online 8 --absent 16 --close --yes --branch 教工第一党支部
handling decide 15 --present 15 --in-favour 13 --entitled 17 --statement 承认错误，愿意改正 --months 6 --branch 教工第一党支部
handling approve 15 --by 计算机学院党委 --note 同意 --on 2026-11-10 --today 2026-11-10 --branch 教工第一党支部
dues collect --day 2026-11-06 --all --branch 教工第一党支部
dues refund 赵立新 --month 2026-02 --amount 2.5 --reason 多收 --branch 教工第一党支部
dues remit --branch 教工第一党支部
handling propose 19 --measure extend --filed-on 2026-11-12 --inquired-on 2026-11-13 --inquiry 思想汇报不及时 --on 2026-11-14 --today 2026-11-14 --early --branch 教工第一党支部
handling decide 19 --present 16 --in-favour 15 --entitled 17 --no-statement --months 6 --on 2026-11-20 --today 2026-11-20 --branch 教工第一党支部
handling approve 19 --by 计算机学院党委 --refused --note 继续考察 --on 2026-11-25 --today 2026-11-25 --branch 教工第一党支部
@ 2026-11-30 王秀芳
report attendance --period 2026Q3 --mark-filed -o 出勤三季度.xlsx --branch 教工第一党支部
checkin --day 2026-08-10 --online 16 --reason 实为线上参加 --branch 教工第一党支部
report make-ups --period 2026H1 --mark-filed -o 补课.xlsx --branch 教工第一党支部
report make-ups --period 2026H1 --member 赵立新 --mark-filed -o 补课一人.xlsx --branch 教工第一党支部
report sign-in --period 2026-03-06 --mark-filed -o 签到报.xlsx --branch 教工第一党支部
report dues-receipt --member 王秀芳 --period 2026-01 --mark-filed -o 收据.xlsx --branch 教工第一党支部
report dues-collect --period 2026-11-06 --mark-filed -o 收缴报.xlsx --branch 教工第一党支部
report dues-ledger --period 2026 --mark-filed -o 台账.xlsx --branch 教工第一党支部
@ 2026-12-04 陈志强
checkin --all --absent 16,7 --online 8 --visited 4 --close --yes --branch 教工第一党支部
@ 2026-12-20 王秀芳
report appraisal --period 2026 --mark-filed -o 评议.xlsx --branch 教工第一党支部
report appraisal --period 2026 --member 郭子轩 --mark-filed -o 评议一人.xlsx --branch 教工第一党支部
report dues-publication --period 2026 --mark-filed -o 公布.xlsx --branch 教工第一党支部
report record --period 2026 --mark-filed -o 全年手册.xlsx --branch 教工第一党支部
checkin --day 2026-12-04 --excuse 7:病假 --reason 补交病历 --branch 教工第一党支部
makeup add 7 --for 2026-12-04 --on 2026-12-18 --how 补学 --branch 教工第一党支部
schedule 2027 --holidays notice.csv --branch 教工第一党支部
schedule 2027 --branch 教工第二党支部
day move 2027-02-04 --to 2027-02-19 --reason 寒假 --branch 教工第一党支部
