"""What is bounded, and how that is told: how often, how many at once, how large; and what becomes of files."""

from __future__ import annotations

import asyncio

from adapters.discord.files import MOST_BYTES
from adapters.discord.standin.world import BEN, CHANNEL
from bot.limits import Allowance, Buckets
from tests.adapters.contract import LOG
from tests.fakes.discord_place import house


async def test_rate_limits_are_told_kindly(tmp_path):
    """In the channel, without a thread; and beside what was pressed."""
    async with house(tmp_path, buckets=Buckets({"user": Allowance(0.01, 1)})) as home:
        anna = home.person()
        said = await anna.say(LOG)
        answer = anna.answers(said["id"])[-1]
        second = await anna.say(LOG)
        assert "少しだけお待ちください" in anna.sees(anna.answers(CHANNEL)[-1])
        assert second["id"] not in home.world.rooms
        beside = await anna.press(answer, "このサーバにある")
        assert beside["id"] != answer["id"]
        assert "少しだけお待ちください" in anna.sees(beside)
        assert "少しだけお待ちください" in anna.sees(await anna.explain(home.world.message(CHANNEL, BEN, LOG)))


async def test_one_job_each_and_progress_is_told(tmp_path):
    """A person's second job waits for the first, and is told so; every interaction is acknowledged at once all the same."""
    gate, running = asyncio.Event(), []

    async def slow():
        running.append(1)
        await gate.wait()

    async with house(tmp_path, slow=slow) as home:
        anna = home.person()
        messages = [home.world.message(CHANNEL, BEN, LOG) for _ in range(2)]
        jobs = [asyncio.create_task(home.person().explain(message)) for message in messages]
        async with asyncio.timeout(20):
            while not (running and any("番目にお待ち" in anna.sees(one) for one in anna.answers())):
                await asyncio.sleep(0.01)
        for _ in range(20):  # the first has its turn but may still be reading; the second does not begin meanwhile
            await asyncio.sleep(0.01)
            assert len(running) == 1
        assert len(home.rest.interactions.waited) == 2
        assert max(home.rest.interactions.waited) < 1.0
        gate.set()
        answers = await asyncio.gather(*jobs)
        assert all("まだ決められません" in anna.sees(answer) for answer in answers)


async def test_progress_while_much_is_read(anna, home):
    """Said in the thread, and gone when the answer is there."""
    big = LOG + "#" * 300_000
    said = await anna.say("", files=[home.world.attachment("mail.log", big.encode())])
    texts = [str(body) for method, path, body in home.rest.calls if method == "POST" and path == f"/channels/{said['id']}/messages"]
    assert "読んでいます" in texts[0]
    assert len(anna.answers()) == 1
    assert "まだ決められません" in anna.sees(anna.answers()[0])
    answer = await anna.slash("explain", {"file": home.world.attachment("mail.log", big.encode())})
    assert "まだ決められません" in anna.sees(answer)


async def test_files_that_cannot_be_read_are_named(anna, home):
    """Too large, pictures, gone, from elsewhere; what can be read is answered."""
    large = home.world.attachment("large.log", b"x")
    large["size"] = MOST_BYTES + 1
    gone = home.world.attachment("gone.log", b"x")
    home.standin.broken_files["gone.log"] = 404
    elsewhere = {**home.world.attachment("elsewhere.log", b"x"), "url": "http://192.0.2.1/x"}
    picture = home.world.attachment("screen.png", b"x", "image/png")
    fine = home.world.attachment("mail.log", LOG.encode())
    await anna.say("", files=[large, gone, elsewhere, picture, fine])
    shown = anna.sees(anna.answers()[-1])
    assert "まだ決められません" in shown
    assert "大きすぎて読めませんでした: large.log" in shown
    assert "画像や音声は読めません: screen.png" in shown
    assert "受け取れませんでした: gone.log, elsewhere.log" in shown
    await anna.say("", files=[large])
    assert "大きすぎて" in anna.sees(anna.answers()[-1])


async def test_a_file_larger_than_it_says_is_not_read(anna, home):
    """What is counted goes before what is told."""
    lying = home.world.attachment("mail.log", LOG.encode() + b"\n" * MOST_BYTES)
    lying["size"] = 10
    await anna.say("", files=[lying])
    assert "大きすぎて" in anna.sees(anna.answers()[-1])


async def test_more_than_ten_files(anna, home):
    """The rest is named."""
    await anna.say("", files=[home.world.attachment(f"{n}.log", LOG.encode()) for n in range(11)])
    assert "10.log" in anna.sees(anna.answers()[-1])


async def test_the_whole_answer_goes_as_a_file_where_the_first_screen_is_too_small(anna, home):
    """Many blocks, each with something found."""
    many = "\n".join(
        LOG.replace("533", str(2000 + n)).replace("11:16", f"{n % 12 + 1:02}:16").replace("aaa.aaa", f"a{n}a.aaa").replace("f1.", f"f{n}.")
        for n in range(40)
    )
    answer = await anna.explain(home.world.message(CHANNEL, BEN, "", attachments=[home.world.attachment("a.log", many.encode())]))
    assert home.rest.refused == []
    assert "まだ決められません" in anna.sees(answer)
