"""What the pages say, in English and Chinese. A phone chooses its own language, so the process's does not serve here.

A sentence with `{name}` in it is filled in by the template.
"""

from collections.abc import Callable

Say = Callable[..., str]

#: A page's language where the browser asks for none of ours.
LANGUAGES = ("zh", "en")

#: name → (English, Chinese)
SENTENCES: dict[str, tuple[str, str]] = {
    "title": ("Check-in", "党员活动日签到"),
    "other-language": ("中文", "English"),
    # ---- in the room
    "sign-in": ("Sign in", "签到"),
    "who": ("Name or staff number", "姓名或工号"),
    "proof": ("Last four digits of your telephone number", "手机号后四位"),
    "send": ("I am here", "我已到会"),
    "greeting": ("You are {name}.", "您是{name}。"),
    "somebody-else": ("Somebody else on this phone", "这部手机上的其他人"),
    "wrong": (
        "This does not fit what the branch has. Look at the name and the four digits again. If your number is not with "
        "the branch, the secretary sees that you tried: speak to them.",
        "与党支部登记的信息不符，请核对姓名和四位数字。如果党支部没有登记您的手机号，书记那里会看到您来过，请当面说明。",
    ),
    "waits": (
        "Received, {name}. It waits until the secretary confirms it.",
        "{name}，已收到您的自报，等书记确认后生效。",
    ),
    "no-mark-yet": (
        "This is no mark yet. You can close this page.",
        "这还不是出勤登记，可以关闭本页。",
    ),
    "scan": (
        "Scan the code in the room to sign in.",
        "请扫会场屏幕上的二维码签到。",
    ),
    "old-code": (
        "This code has expired: it turns every 20 seconds. Scan the one on the wall now.",
        "二维码已失效（每20秒更换一次），请重新扫会场屏幕上的二维码。",
    ),
    "session-over": (
        "More than five minutes have gone by. Scan the code on the wall again.",
        "已超过五分钟，请重新扫会场屏幕上的二维码。",
    ),
    "for-next-time": (
        "This phone is known next time by a cookie, and only in this branch's book.",
        "下次用这部手机签到时会通过Cookie认出您，只用于本党支部的记录本。",
    ),
    "without-phone": (
        "No phone, or none that works here? The secretary marks you by hand: nobody needs this page.",
        "没有手机或打不开？请书记直接登记，不必用本页。",
    ),
    # ---- elsewhere
    "online": ("Take part online", "线上参加"),
    "for-you": ("This link is for {name} alone.", "此链接仅供{name}本人使用。"),
    "theme": ("Theme", "主题"),
    "content": ("Content", "内容"),
    "form": ("Form", "形式"),
    "when": ("When", "时间"),
    "place": ("Place", "地点"),
    "material": ("Material", "学习材料"),
    "no-theme": ("The branch has not entered the theme yet.", "党支部还没有录入本次主题。"),
    "said": ("What you learnt, in a sentence", "学习体会（一句话）"),
    "said-help": (
        "It stands in the record of the day once the secretary confirms it.",
        "书记确认后记入活动记录。",
    ),
    "send-online": ("I took part online", "我已线上参加"),
    "said-missing": ("Write a sentence of what you learnt.", "请写一句学习体会。"),
    "said-long": ("At most {count} characters.", "最多{count}字。"),
    "unknown-link": (
        "This link is not known, or is for another day.",
        "链接无效，或不是这一天的链接。",
    ),
    # ---- what stops
    "over": (
        "The day is closed: nobody signs in any more. Speak to the secretary.",
        "本次活动已结束登记，不再接受自报，有问题请与书记联系。",
    ),
    "too-often": ("Too many tries. Wait a minute.", "操作过于频繁，请稍等一分钟再试。"),
    "too-much": ("That is too long.", "内容过长。"),
    "nothing-here": ("There is nothing here.", "没有这个页面。"),
    "busy": ("The book is busy. Try again in a moment.", "记录本正忙，请稍后再试。"),
    # ---- the secretary
    "desk": ("Claims", "自报"),
    "key": ("Key from the terminal", "终端上显示的密钥"),
    "open": ("Open", "打开"),
    "wrong-key": ("That is not the key.", "密钥不对。"),
    "wall": ("The code for the wall", "投屏二维码"),
    "back": ("Back to the claims", "返回自报列表"),
    "wall-help": (
        "Scan to sign in. The code turns every 20 seconds.",
        "扫码签到，二维码每20秒更换一次。",
    ),
    "address": ("Or type: {url}", "或输入网址：{url}"),
    "nothing-waits": ("No claim waits.", "没有待确认的自报。"),
    "waiting": ("Waiting: {count}", "待确认：{count}"),
    "answered": ("Answered", "已答复"),
    "missing": ("Not marked, and no claim: {count}", "未登记且未自报：{count}"),
    "confirm": ("Confirm", "确认"),
    "refuse": ("Refuse", "不予确认"),
    "of": ("{action} {name}", "{action}{name}"),
    "confirm-all": ("Confirm the {count} without a remark", "确认无备注的{count}条"),
    "still": ("Stop refreshing", "停止自动刷新"),
    "live": ("Refresh by itself", "恢复自动刷新"),
    "decides": (
        "A claim becomes a mark only by you. Remarks are shown, not judged.",
        "自报须经您确认才成为出勤登记；备注只作提示，不作判断。",
    ),
    "links": ("Personal links", "个人链接"),
    "links-help": (
        "Send each to its member alone, by WeChat.",
        "请分别微信发给本人，不要发到群里。",
    ),
}


def say_in(language: str) -> Say:
    """The sentences of a language, by name."""
    chinese = language == "zh"

    def say(sentence: str, /, **values: object) -> str:
        return SENTENCES[sentence][chinese].format(**values)

    return say


def language_of(asked: str, accepted: str) -> str:
    """The language of a page: the one asked for, else the first of ours that the browser accepts, else Chinese."""
    if asked in LANGUAGES:
        return asked
    for part in accepted.lower().split(","):
        if (first := part.strip()[:2]) in LANGUAGES:
            return first
    return LANGUAGES[0]
