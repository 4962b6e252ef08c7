// Twenty questions: where each comes from, and all that may become of one.
import { becomes, report } from './support.mjs';

const FROM_ROOM = [
  'Đường liên xã Mai Sơn bao giờ xong?', // merged with that of phone two
  'Hôm nay ăn trưa ở đâu?', // rejected
  'Giá phân bón tăng, tỉnh hỗ trợ gì?', // approved, taken back, approved
  'Ai chịu trách nhiệm về cầu Bản Vẽ?', // rejected and undone
  'Khi nào có sóng điện thoại ở bản Huồi Cọ?', // me too
  'Vay vốn trồng rừng cần những giấy tờ gì?', // pinned
  'Trường nội trú còn thiếu bao nhiêu phòng học?', // moved
  'Thuốc bảo hiểm y tế sao thường hết sớm?', // with an answerer
  'Bao giờ có điện lưới ở bản Phá Kháo?', // claimed
  'Chợ trâu bò có được mở lại không?', // stays
  'Hỗ trợ giống lúa vụ xuân thế nào?', // stays
];

async function sends(moderator, method, fields) {
  for (const [name, value] of Object.entries(fields)) await moderator.writes(`[data-form="${method}"] [name=${name}]`, value);
  await moderator.presses(`[data-form="${method}"] [data-action="${method}"]`);
}

export async function questions(people, room) {
  await come(people, room);
  await decided(people);
  await ordered(people, room);
  await asked(people);
}

async function come({ moderator, operator, phone, english }, room) {
  await report.test('twenty questions come in: from phones, for a delegate, from a slip of paper, out of the survey, without a name', async () => {
    await phone.asks('Bao giờ thôn 3 có nước sạch?');
    await english.asks('When will the road to Mai Sơn be finished?');
    await operator.asksFor(2, 'Vốn vay cho hộ nghèo được xét thế nào?');
    await operator.writes('#person-number', '');
    await operator.writes('#question', 'Đề nghị sửa cầu treo bản Xốp Lau');
    await operator.page.locator('#paper').check();
    await operator.presses('[data-action="question.submit"]');
    await becomes('the slip after it is sent', false, () => operator.page.locator('#paper').isChecked());
    for (const person of [moderator, operator]) await person.sees('[data-question][data-state=pending]', 'Phiếu giấy');
    await phone.looksAt('ask');
    await phone.page.locator('#anonymous').check();
    await phone.asks('Vì sao tiền đền bù đất chậm trả?');
    for (const text of ['Xin cho biết thêm về hợp tác xã', 'Câu này tôi sẽ rút lại']) await phone.asks(text);
    await english.asks('What about the clinic?');
    await moderator.writes('#search', 'dap thuy loi, thon 4');
    await moderator.presses('[data-opinion] [data-action="question.submit"]');
    await moderator.sees('[data-opinion]', 'Đã đưa thành câu hỏi');
    await moderator.presses('[data-action=search-end]');
    for (const [index, text] of FROM_ROOM.entries()) await room[index].act('question.submit', { text });
    const pending = async () => {
      await moderator.showsNew();
      return moderator.page.locator('[data-panel=pending] [data-question][data-state=pending]').count();
    };
    await becomes('questions to decide on', 20, pending);
  });
  await report.test('nobody is named who asked without a name', async () => {
    await moderator.lets('đền bù đất');
    const row = await moderator.sees('[data-panel=pending] [data-question]', 'đền bù đất');
    await becomes('the one who asked', true, async () => (await row.innerText()).includes('Ẩn danh'));
  });
}

async function decided({ moderator, second, operator, phone, english }) {
  await report.test('rejected with a reason; the asker withdraws another one', async () => {
    await moderator.rejects(await moderator.finds('pending', 'ăn trưa'), 'off_topic', 'Xin hỏi ban tổ chức');
    await phone.presses('[data-my-question]:has-text("rút lại") [data-action="question.withdraw"]');
    await moderator.seesNo('[data-panel=pending] ul:not(details ul) > [data-question]:has-text("rút lại")');
    await phone.sees('[data-my-question][data-state=withdrawn]', 'rút lại');
  });
  await report.test('given back to be made clearer, and handed in again', async () => {
    const question = await moderator.finds('pending', 'clinic');
    await moderator.within(question, 'question.return-open');
    await sends(moderator, 'question.return', { note: 'Which clinic?' });
    await english.sees(`[data-my-question="${question}"][data-state=returned]`, 'Which clinic?');
    await english.writes('[data-form="question.resubmit"] [name=text]', 'When will the clinic at Mường Xén open?');
    await english.presses('[data-form="question.resubmit"] [data-action="question.resubmit"]');
    await english.sees(`[data-my-question="${question}"][data-state=pending]`, 'Mường Xén');
    await moderator.approves('Mường Xén');
  });
  await report.test('edited, with the original kept for the asker and the site', async () => {
    const question = await moderator.finds('pending', 'Vốn vay');
    await moderator.within(question, 'question.edit-open');
    await sends(moderator, 'question.edit', { text: 'Vốn vay cho hộ nghèo năm nay được xét thế nào?' });
    await operator.sees(`[data-panel=questions] [data-question="${question}"]`, 'Vốn vay cho hộ nghèo được xét thế nào?');
    await operator.sees(`[data-panel=questions] [data-question="${question}"]`, 'năm nay');
    await moderator.approves('năm nay');
  });
  await report.test('merged across sites: both askers stand behind one question', async () => {
    const [into, question] = [await moderator.finds('pending', 'Đường liên xã Mai Sơn'), await moderator.finds('pending', 'road to Mai Sơn')];
    await moderator.within(question, 'question.merge-open');
    await sends(moderator, 'question.merge', { into: String(into) });
    await english.sees(`[data-my-question="${question}"][data-state=merged]`, `#${into}`);
    await moderator.sees(`[data-panel=pending] [data-question="${into}"]`, '2 người');
    await moderator.approves('Đường liên xã Mai Sơn');
  });
  await report.test('approved and taken back, rejected and undone', async () => {
    const fertiliser = await moderator.approves('phân bón');
    await moderator.within(fertiliser, 'question.unapprove');
    await moderator.finds('pending', 'phân bón');
    await moderator.approves('phân bón');
    const bridge = await moderator.finds('pending', 'cầu Bản Vẽ');
    await moderator.rejects(bridge, 'unsuitable', '');
    await moderator.presses(`[data-undo="${bridge}"] [data-action="question.undo"]`);
    await moderator.approves('cầu Bản Vẽ');
  });
  await report.test('what one moderator has open, the other sees', async () => {
    const question = await moderator.finds('pending', 'điện lưới');
    await moderator.acts('details', 'question', question);
    await second.sees(`[data-question="${question}"] [data-claim=moderator]`);
    await moderator.acts('details', 'question', question);
    await second.seesNo(`[data-question="${question}"] [data-claim]`);
    await second.acts('question.approve', 'question', question);
    await moderator.finds('approved', 'điện lưới');
  });
}

async function ordered({ moderator, chair, english }, room) {
  await report.test('what others ask as well is counted', async () => {
    const question = await moderator.approves('sóng điện thoại');
    await room[0].act('question.me_too', { question, on: true });
    await english.presses('[data-list=others] [data-action=refresh]');
    await english.presses(`[data-listed="${question}"] [data-action="question.me_too"]`);
    await moderator.sees(`[data-panel=approved] [data-question="${question}"] [data-me-too="2"]`);
  });
  await report.test('one is pinned, one moved by hand; desk and chair see the same order', async () => {
    const [pinned, moved] = [await moderator.approves('trồng rừng'), await moderator.approves('nội trú còn thiếu')];
    await moderator.approves('nước sạch');
    await moderator.approves('Xốp Lau');
    await moderator.approves('đập thuỷ lợi');
    await moderator.approves('đền bù đất');
    await moderator.acts('question.pin', 'question', pinned);
    await moderator.sees(`[data-question="${pinned}"] [data-place="1"][data-why=pinned]`);
    await moderator.presses(`[data-question="${moved}"] [data-move=up]`);
    await moderator.sees(`[data-question="${moved}"] [data-why=manual]`);
    const order = (person) => person.page.locator('[data-panel=approved] [data-place]').evaluateAll((places) => places.map((place) => place.closest('[data-question]').dataset.question));
    await becomes('the order at the chair', await order(moderator), () => order(chair));
  });
  await report.test('one is given to who will answer it', async () => {
    const question = await moderator.approves('bảo hiểm y tế');
    await moderator.within(question, 'question.assign-open');
    await sends(moderator, 'question.assign', { answerer: 'Giám đốc Sở Y tế' });
    await moderator.sees(`[data-question="${question}"]`, 'Giám đốc Sở Y tế');
    await chair.sees('[data-panel=approved]', 'bảo hiểm y tế');
  });
}

async function asks(moderator, text) {
  const question = await moderator.finds('approved', text);
  await moderator.acts('question.ask', 'question', question);
  await moderator.acts('stage.show', 'question', question);
  return question;
}

async function asked({ moderator, chair, operator, phone, english, stage }) {
  await report.test('what is asked calls its asker: on the phone, then at the site', async () => {
    const water = await asks(moderator, 'nước sạch');
    await stage.sees(`[data-view=question] [data-question="${water}"]`, 'nước sạch');
    await phone.presses('[data-cue=next] [data-action="speaker.ready"]');
    await chair.sees(`[data-asked="${water}"]`, 'nước sạch');
    await chair.acts('question.answer', 'question', water);
    await phone.sees(`[data-my-question="${water}"][data-state=answered]`);
    await phone.seesNo('[data-cue]');
    const loan = await asks(moderator, 'năm nay');
    await operator.sees('[data-cue=next]');
    await operator.page.keyboard.press('F9');
    await operator.sees('[data-cue=ready]');
    await moderator.acts('question.answer', 'question', loan);
    await operator.sees('[data-cue=none]');
  });
  await report.test('paper, survey and nameless questions are read by the desk: nobody is called', async () => {
    for (const text of ['Xốp Lau', 'đập thuỷ lợi', 'đền bù đất']) {
      const question = await asks(moderator, text);
      await stage.sees(`[data-view=question] [data-question="${question}"]`, text);
      await becomes('who is called', 0, () => moderator.page.locator('[data-panel=speakers] [data-state=next]').count());
      await moderator.acts('question.answer', 'question', question);
    }
  });
  await report.test('a merged question is asked: all who asked it are told', async () => {
    const road = await asks(moderator, 'Mai Sơn');
    await english.looksAt('now');
    await english.sees(`[data-question="${road}"]`, 'Mai Sơn');
    await english.looksAt('ask');
    await english.sees(`[data-into="${road}"]`, 'Being asked');
  });
}
