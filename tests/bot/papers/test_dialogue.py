"""Conversations with a mail server: who said what, and which answer belongs to which command."""

TALK = "220 mail.example.com ESMTP\nHELO x\n250 mail.example.com\nMAIL FROM:<a@example.net>\n250 Ok\nRCPT TO:<b@example.org>\n250 Ok\n"


def bodies(found):
    """Give what each line says."""
    return [line.body for line in found.lines]


def test_answers_bear_their_commands(paper):
    """An answer is told with what it answers, so that a recipient that was taken is known by its address."""
    assert bodies(paper(TALK))[-2:] == ["C: RCPT TO:<b@example.org>", "S: RCPT TO:<b@example.org> | 250 Ok"]


def test_commands_sent_at_once_are_answered_in_order(paper):
    """Where the client does not wait, answers settle the commands in the order in which these were given."""
    text = "220 mail.example.com\nMAIL FROM:<a@example.net>\nRCPT TO:<b@example.org>\n250 Ok\n554 5.7.1 Relay access denied\n"
    assert bodies(paper(text))[-1] == "S: RCPT TO:<b@example.org> | 554 5.7.1 Relay access denied"


def test_an_answer_of_several_lines_settles_one_command(paper):
    """Only the last line of an answer ends it."""
    text = "220 mail.example.com\nEHLO x\n250-mail.example.com\n250-SIZE\n250 HELP\nQUIT\n221 Bye\n"
    assert bodies(paper(text))[-1] == "S: QUIT | 221 Bye"


def test_what_is_sent_says_nothing(paper):
    """The text of a message may look like an answer; as long as it is being sent, it is none."""
    text = f"{TALK}DATA\n354 go on\n250 2.0.0 Ok: queued as FORGED1\nRCPT TO:<c@example.org>\n.\n250 2.0.0 Ok: queued as 4XcQ2B1Zz\n"
    assert bodies(paper(text))[-4:] == ["C: message", "C: message", "C: .", "S: MESSAGE | 250 2.0.0 Ok: queued as 4XcQ2B1Zz"]


def test_the_signs_of_test_programs_are_taken_away(paper):
    """Swaks marks who spoke with arrows."""
    text = "<-  220 mail.example.com\n -> EHLO x\n<-  250 HELP\n -> RCPT TO:<b@example.org>\n<** 550 relay not permitted\n"
    assert bodies(paper(text))[-1] == "S: RCPT TO:<b@example.org> | 550 relay not permitted"


def test_a_secret_is_not_taken_for_words(paper):
    """What answers the server's prompt for a password is a secret, whatever it looks like."""
    text = "220 mail.example.com\nAUTH LOGIN\n334 VXNlcm5hbWU6\nbW9yaQ==\n535 5.7.8 no\n"
    assert bodies(paper(text))[-2:] == ["C: secret", "S: AUTH | 535 5.7.8 no"]


def test_a_connection_that_failed_is_enough(paper):
    """That nobody answered is all that such a test says."""
    assert paper("Trying 192.0.2.5...\ntelnet: Unable to connect to remote host: Connection refused\n").paper == "transcript"
